// Ties an error to the field above it, for who does not see that they stand together, and leads to the first of them:
// after a long form is sent, its error may stand far above the button.
export default function (component) {
  const { parentElement, data } = component
  const mark = parentElement.querySelector(".r-tie")
  const found = above(mark)
  if (!found) return
  const { field, alert } = found
  if (alert) {
    alert.id ||= `r-fault-${data.name}`
    field.setAttribute("aria-describedby", alert.id)
  }
  field.setAttribute("aria-invalid", "true")
  if (mark.dataset.attempt !== String(data.attempt) && first(mark)) {
    field.focus({ preventScroll: true })
    field.scrollIntoView({ block: "center" })
  }
  mark.dataset.attempt = String(data.attempt)
  return () => {
    field.removeAttribute("aria-invalid")
    field.removeAttribute("aria-describedby")
  }
}

const FIELD = "input:not([type=hidden]), textarea, canvas"

function above(mark) {
  let alert = null
  const places = [...document.querySelectorAll("[data-testid=stElementContainer]")]
  const here = places.findIndex((place) => place.contains(mark))
  for (let at = here - 1; at >= 0; at -= 1) {
    alert ??= places[at].querySelector("[role=alert]")
    const field = places[at].querySelector(FIELD)
    if (field) return { field, alert }
  }
  return null
}

function first(mark) {
  return document.querySelector(".r-tie") === mark
}
