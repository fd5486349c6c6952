"""The words of every notice that was ever shown, by version and language. Pure data."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """The words of a notice in one language (ISO 639-1)."""

    version: str
    language: str
    words: str


CURRENT = "2026-3"
SECOND = "2026-2"
"""Spoke of what is ticked below, also on a poster; kept for who saw it, as is the one before."""
FIRST = "2026-1"
"""Longer sentences than most people read."""
CURRENT_RECOGNITION = "2026-2-recognition"
FIRST_RECOGNITION = "2026-1-recognition"
"""French signs could begin a line: the spaces before them broke."""

# A change of a single word needs a new version: what people saw must stay readable as it was.
SHIPPED: tuple[Notice, ...] = (
    Notice(
        version=CURRENT,
        language="nl",
        words=(
            "De gemeente vraagt uw toestemming voor foto's waarop men u kan herkennen. Toestemming is: u zegt zelf ja. "
            "Uw ja geldt alleen voor wat u op het formulier aankruist.\n\n"
            "U kiest vrij. Zegt u nee? Dan heeft dat geen enkel gevolg. U kunt uw ja altijd intrekken, even eenvoudig "
            "als u het gaf: met de link op uw ontvangstbewijs, of bij de communicatiedienst. De gemeente haalt foto's "
            "die uw ja nodig hebben dan weg waar ze die plaatste.\n\n"
            "De gemeente is verantwoordelijk voor uw gegevens. U mag ze bekijken, laten verbeteren en laten wissen. "
            "Bent u niet tevreden? Dan kunt u een klacht indienen bij de Vlaamse Toezichtcommissie."
        ),
    ),
    Notice(
        version=CURRENT,
        language="fr",
        words=(
            "La commune demande votre consentement pour des photos sur lesquelles on peut vous reconnaître. "
            "Consentir, c'est dire oui vous-même. Votre oui vaut seulement pour ce que vous cochez sur le "
            "formulaire.\n\n"
            "Vous choisissez librement. Vous dites non\xa0? Cela n'a aucune conséquence. Vous pouvez retirer votre "
            "oui à tout moment, aussi simplement que vous l'avez donné\xa0: par le lien de votre récépissé, ou auprès "
            "du service de communication. La commune retire alors les photos qui ont besoin de votre oui là où elle "
            "les a placées.\n\n"
            "La commune est responsable de vos données. Vous pouvez les voir, les faire corriger et les faire "
            "effacer. Vous n'êtes pas satisfait\xa0? Vous pouvez porter plainte auprès de l'autorité de contrôle "
            "flamande."
        ),
    ),
    Notice(
        version=CURRENT,
        language="en",
        words=(
            "The municipality asks your consent for photos in which people can recognise you. Consent means: you say "
            "yes yourself. Your yes only counts for what you tick on the form.\n\n"
            "The choice is free. Do you say no? That has no consequence at all. You can take your yes back at any "
            "time, as easily as you gave it: with the link on your receipt, or at the communication service. The "
            "municipality then takes photos that need your yes away from where it placed them.\n\n"
            "The municipality is responsible for your data. You may see them, have them corrected and have them "
            "erased. Are you not satisfied? You can complain to the Flemish supervisory commission."
        ),
    ),
    Notice(
        version=CURRENT,
        language="de",
        words=(
            "Die Gemeinde bittet um Ihre Einwilligung für Fotos, auf denen man Sie erkennen kann. Einwilligung heißt: "
            "Sie sagen selbst Ja. Ihr Ja gilt nur für das, was Sie auf dem Formular ankreuzen.\n\n"
            "Sie entscheiden frei. Sagen Sie Nein? Das hat keinerlei Folgen. Sie können Ihr Ja jederzeit zurücknehmen, "
            "so einfach wie Sie es gegeben haben: über den Link auf Ihrer Bestätigung oder beim Kommunikationsdienst. "
            "Die Gemeinde entfernt dann Fotos, die Ihr Ja brauchen, dort, wo sie sie veröffentlicht hat.\n\n"
            "Die Gemeinde ist für Ihre Daten verantwortlich. Sie dürfen sie einsehen, berichtigen und löschen lassen. "
            "Sind Sie nicht zufrieden? Dann können Sie sich bei der flämischen Aufsicht beschweren."
        ),
    ),
    Notice(
        version=CURRENT_RECOGNITION,
        language="nl",
        words=(
            "Apart gevraagd: mag de gemeente een sjabloon van uw gezicht maken (een biometrisch gegeven) om u in "
            "haar foto's te herkennen en zo uw keuze te eerbiedigen? Het sjabloon wordt versleuteld bewaard, aan "
            "niemand doorgegeven en vernietigd zodra u deze toestemming intrekt. Zonder deze toestemming werkt al "
            "het andere ook."
        ),
    ),
    Notice(
        version=CURRENT_RECOGNITION,
        language="fr",
        words=(
            "Demandé séparément\xa0: la commune peut-elle créer un gabarit de votre visage (une donnée biométrique) "
            "pour vous reconnaître sur ses photos et ainsi respecter votre choix\xa0? Le gabarit est conservé "
            "chiffré, n'est transmis à personne et est détruit dès que vous retirez ce consentement. Sans ce "
            "consentement, tout le reste fonctionne aussi."
        ),
    ),
    Notice(
        version=CURRENT_RECOGNITION,
        language="en",
        words=(
            "Asked apart: may the municipality make a template of your face (biometric data) to recognise you in "
            "its photos and so respect your choice? The template is kept encrypted, handed to nobody and destroyed "
            "as soon as you take this consent back. Without it, everything else works as well."
        ),
    ),
    Notice(
        version=CURRENT_RECOGNITION,
        language="de",
        words=(
            "Gesondert gefragt: Darf die Gemeinde eine Vorlage Ihres Gesichts erstellen (biometrische Daten), um "
            "Sie auf ihren Fotos zu erkennen und so Ihre Wahl zu achten? Die Vorlage wird verschlüsselt "
            "aufbewahrt, niemandem weitergegeben und vernichtet, sobald Sie diese Einwilligung widerrufen. Ohne "
            "sie funktioniert alles andere auch."
        ),
    ),
    Notice(
        version=SECOND,
        language="nl",
        words=(
            "De gemeente vraagt uw toestemming voor foto's waarop men u kan herkennen. Toestemming is: u zegt zelf ja. "
            "Uw ja geldt alleen voor wat u hieronder aankruist.\n\n"
            "U kiest vrij. Zegt u nee? Dan heeft dat geen enkel gevolg. U kunt uw ja altijd intrekken, even eenvoudig "
            "als u het gaf: met de link op uw ontvangstbewijs, of bij de communicatiedienst. De gemeente haalt foto's "
            "die uw ja nodig hebben dan weg waar ze die plaatste.\n\n"
            "De gemeente is verantwoordelijk voor uw gegevens. U mag ze bekijken, laten verbeteren en laten wissen. "
            "Bent u niet tevreden? Dan kunt u een klacht indienen bij de Vlaamse Toezichtcommissie."
        ),
    ),
    Notice(
        version=SECOND,
        language="fr",
        words=(
            "La commune demande votre consentement pour des photos sur lesquelles on peut vous reconnaître. Consentir, "
            "c'est dire oui vous-même. Votre oui vaut seulement pour ce que vous cochez ci-dessous.\n\n"
            "Vous choisissez librement. Vous dites non ? Cela n'a aucune conséquence. Vous pouvez retirer votre oui à "
            "tout moment, aussi simplement que vous l'avez donné : par le lien de votre récépissé, ou auprès du "
            "service de communication. La commune retire alors les photos qui ont besoin de votre oui là où elle les "
            "a placées.\n\n"
            "La commune est responsable de vos données. Vous pouvez les voir, les faire corriger et les faire effacer. "
            "Vous n'êtes pas satisfait ? Vous pouvez porter plainte auprès de l'autorité de contrôle flamande."
        ),
    ),
    Notice(
        version=SECOND,
        language="en",
        words=(
            "The municipality asks your consent for photos in which people can recognise you. Consent means: you say "
            "yes yourself. Your yes only counts for what you tick below.\n\n"
            "The choice is free. Do you say no? That has no consequence at all. You can take your yes back at any "
            "time, as easily as you gave it: with the link on your receipt, or at the communication service. The "
            "municipality then takes photos that need your yes away from where it placed them.\n\n"
            "The municipality is responsible for your data. You may see them, have them corrected and have them "
            "erased. Are you not satisfied? You can complain to the Flemish supervisory commission."
        ),
    ),
    Notice(
        version=SECOND,
        language="de",
        words=(
            "Die Gemeinde bittet um Ihre Einwilligung für Fotos, auf denen man Sie erkennen kann. Einwilligung heißt: "
            "Sie sagen selbst Ja. Ihr Ja gilt nur für das, was Sie unten ankreuzen.\n\n"
            "Sie entscheiden frei. Sagen Sie Nein? Das hat keinerlei Folgen. Sie können Ihr Ja jederzeit zurücknehmen, "
            "so einfach wie Sie es gegeben haben: über den Link auf Ihrer Bestätigung oder beim Kommunikationsdienst. "
            "Die Gemeinde entfernt dann Fotos, die Ihr Ja brauchen, dort, wo sie sie veröffentlicht hat.\n\n"
            "Die Gemeinde ist für Ihre Daten verantwortlich. Sie dürfen sie einsehen, berichtigen und löschen lassen. "
            "Sind Sie nicht zufrieden? Dann können Sie sich bei der flämischen Aufsicht beschweren."
        ),
    ),
    Notice(
        version=FIRST,
        language="nl",
        words=(
            "De gemeente wil foto's waarop u herkenbaar bent gebruiken voor de doelen die u hieronder aankruist, "
            "en voor geen andere. U kiest vrij: nee zeggen heeft geen enkel gevolg. U kunt uw toestemming altijd "
            "intrekken, even eenvoudig als u ze gaf, met de link op uw ontvangstbewijs of bij de "
            "communicatiedienst. Foto's die op uw toestemming steunen worden dan verwijderd waar de gemeente ze "
            "plaatste. U kunt uw gegevens inzien, laten verbeteren en laten wissen, en klacht indienen bij de "
            "Vlaamse Toezichtcommissie."
        ),
    ),
    Notice(
        version=FIRST,
        language="fr",
        words=(
            "La commune souhaite utiliser des photos sur lesquelles vous êtes reconnaissable pour les finalités "
            "que vous cochez ci-dessous, et pour aucune autre. Vous choisissez librement : un refus n'a aucune "
            "conséquence. Vous pouvez retirer votre consentement à tout moment, aussi simplement que vous l'avez "
            "donné, par le lien de votre récépissé ou auprès du service de communication. Les photos qui reposent "
            "sur votre consentement sont alors retirées de là où la commune les a placées. Vous pouvez consulter, "
            "faire corriger et faire effacer vos données, et introduire une plainte auprès de l'autorité de "
            "contrôle flamande."
        ),
    ),
    Notice(
        version=FIRST,
        language="en",
        words=(
            "The municipality wants to use photos in which you can be recognised for the purposes you tick below, "
            "and for no others. The choice is free: saying no has no consequence. You can take your consent back "
            "at any time, as easily as you gave it, with the link on your receipt or at the communication service. "
            "Photos that rest on your consent are then removed from where the municipality placed them. You can "
            "see your data, have them corrected and have them erased, and complain to the Flemish supervisor."
        ),
    ),
    Notice(
        version=FIRST,
        language="de",
        words=(
            "Die Gemeinde möchte Fotos, auf denen Sie erkennbar sind, für die unten angekreuzten Zwecke verwenden "
            "und für keine anderen. Sie entscheiden frei: Ein Nein hat keinerlei Folgen. Sie können Ihre "
            "Einwilligung jederzeit widerrufen, so einfach wie Sie sie gegeben haben, über den Link auf Ihrer "
            "Bestätigung oder beim Kommunikationsdienst. Fotos, die auf Ihrer Einwilligung beruhen, werden dann "
            "dort entfernt, wo die Gemeinde sie veröffentlicht hat. Sie können Ihre Daten einsehen, berichtigen "
            "und löschen lassen und sich bei der flämischen Aufsicht beschweren."
        ),
    ),
    Notice(
        version=FIRST_RECOGNITION,
        language="nl",
        words=(
            "Apart gevraagd: mag de gemeente een sjabloon van uw gezicht maken (een biometrisch gegeven) om u in "
            "haar foto's te herkennen en zo uw keuze te eerbiedigen? Het sjabloon wordt versleuteld bewaard, aan "
            "niemand doorgegeven en vernietigd zodra u deze toestemming intrekt. Zonder deze toestemming werkt al "
            "het andere ook."
        ),
    ),
    Notice(
        version=FIRST_RECOGNITION,
        language="fr",
        words=(
            "Demandé séparément : la commune peut-elle créer un gabarit de votre visage (une donnée biométrique) "
            "pour vous reconnaître sur ses photos et ainsi respecter votre choix ? Le gabarit est conservé "
            "chiffré, n'est transmis à personne et est détruit dès que vous retirez ce consentement. Sans ce "
            "consentement, tout le reste fonctionne aussi."
        ),
    ),
    Notice(
        version=FIRST_RECOGNITION,
        language="en",
        words=(
            "Asked apart: may the municipality make a template of your face (biometric data) to recognise you in "
            "its photos and so respect your choice? The template is kept encrypted, handed to nobody and destroyed "
            "as soon as you take this consent back. Without it, everything else works as well."
        ),
    ),
    Notice(
        version=FIRST_RECOGNITION,
        language="de",
        words=(
            "Gesondert gefragt: Darf die Gemeinde eine Vorlage Ihres Gesichts erstellen (biometrische Daten), um "
            "Sie auf ihren Fotos zu erkennen und so Ihre Wahl zu achten? Die Vorlage wird verschlüsselt "
            "aufbewahrt, niemandem weitergegeben und vernichtet, sobald Sie diese Einwilligung widerrufen. Ohne "
            "sie funktioniert alles andere auch."
        ),
    ),
)
