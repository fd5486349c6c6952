import pytest

from registry.channels.wordpress_content import Traces, without

HOST = "https://www.example.test/wp-content/uploads/2026/11/"
TRACES = Traces.of(12, (f"{HOST}F-1-tag.jpg", f"{HOST}F-1-tag-300x225.jpg"))
OTHER = (
    f'<!-- wp:image {{"id":13}} -->\n<figure class="wp-block-image"><img src="{HOST}F-2.jpg"/></figure>\n'
    "<!-- /wp:image -->"
)
COVER = (
    f'<!-- wp:cover {{"url":"{HOST}F-1-tag.jpg","id":12,"dimRatio":50}} --><div class="wp-block-cover">'
    f'<img class="wp-block-cover__image-background wp-image-12" src="{HOST}F-1-tag.jpg"/><p>Welkom</p></div>'
    "<!-- /wp:cover -->"
)
OLD_GALLERY = (
    '<!-- wp:gallery {"ids":[12,13]} --><figure class="wp-block-gallery"><ul><li class="blocks-gallery-item">'
    f'<figure><img src="{HOST}F-1-tag.jpg" data-id="12"/></figure></li><li><figure><img src="{HOST}F-2.jpg" '
    'data-id="13"/></figure></li></ul></figure><!-- /wp:gallery -->'
)
OLD_GALLERY_LEFT = (
    '<!-- wp:gallery {"ids":[13]} --><figure class="wp-block-gallery"><ul><li><figure>'
    f'<img src="{HOST}F-2.jpg" data-id="13"/></figure></li></ul></figure><!-- /wp:gallery -->'
)
BEFORE, AFTER = "<!-- wp:paragraph -->\n<p>De kermis – dag één.</p>\n<!-- /wp:paragraph -->\n\n", "\n\n<p>Tot slot</p>"


def image(number=12, name="F-1-tag-1024x768.jpg", caption="Ann lacht"):
    return (
        f'<!-- wp:image {{"id":{number},"sizeSlug":"large"}} -->\n<figure class="wp-block-image size-large">'
        f'<img src="{HOST}{name}" alt="" class="wp-image-{number}"/><figcaption>{caption}</figcaption></figure>\n'
        "<!-- /wp:image -->"
    )


@pytest.mark.parametrize(
    ("picture", "left"),
    [
        (image(), ""),
        (image(number=99), ""),  # the number is another's, the file is the picture's
        ('<!-- wp:image {"id":12} /-->', ""),
        (f'<a href="{HOST}F-1-tag.jpg"><img class="alignleft wp-image-12" src="x.jpg"></a>', ""),
        (f'<p><img src="{HOST}F-1-tag-scaled.jpg" alt="x" /></p>', ""),
        (f'<img src="{HOST}F-1-tag.jpg.webp">', ""),
        (f'<p>Zie <a href="{HOST}F-1-tag.jpg">de foto</a>.</p>', "<p>Zie de foto.</p>"),
        ('[caption id="attachment_12" width="300"]<img src="x.jpg" /> Ann lacht[/caption]', ""),
        ('[gallery ids="11,12,13" columns="2"]', '[gallery ids="11,13" columns="2"]'),
        ('[gallery ids="12"]', ""),
        (
            f'<picture><source srcset="{HOST}F-1-tag-300x225.webp 300w"><img src="{HOST}F-1-tag.jpg"></picture>',
            "",
        ),
        (COVER, '<!-- wp:cover {"dimRatio":50} --><div class="wp-block-cover"><p>Welkom</p></div><!-- /wp:cover -->'),
        (OLD_GALLERY, OLD_GALLERY_LEFT),
        (
            f"<!-- wp:gallery --><figure>{image()}{OTHER}</figure><!-- /wp:gallery -->",
            f"<!-- wp:gallery --><figure>{OTHER}</figure><!-- /wp:gallery -->",
        ),
        (
            f'<figure><img src="{HOST}F-1-tag.jpg"><figcaption>Ann</figcaption></figure>',
            "",
        ),
    ],
)
def test_the_picture_goes_and_everything_else_stays_as_it_was(picture, left):
    assert picture != left
    assert without(f"{BEFORE}{picture}{AFTER}", TRACES) == f"{BEFORE}{left}{AFTER}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{BEFORE}{OTHER}{AFTER}",
        image(number=112, name="F-1-tagged.jpg"),
        f'<p></p><a href="#"></a><img src="{HOST}F-11-tag.jpg">',
        '[gallery ids="112,120"] [gallery]',
        "<!-- wp:image {broken} --><p>x</p><!-- /wp:image -->",
        "costs 12 euro, id 12, wp-image-123",
        f'<img src="https://elsewhere.test/F-1-tag.jpg">{"<p>x</p>" * 3}',
    ],
)
def test_a_text_without_the_picture_is_returned_as_it_is(text):
    assert without(text, TRACES) == text


def test_a_second_time_changes_nothing():
    once = without(f"{BEFORE}{image()}{AFTER}", TRACES)
    assert without(once, TRACES) == once
