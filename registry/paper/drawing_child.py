"""Opens one PDF in a process of its own: bytes in at stdin, a JSON line and perhaps grey pixels out at stdout.

Run as a script with `-I`: it imports nothing of the registry. Arguments: the page to draw (from 1; 0 draws none and
counts), its long side in px, the longest side a page may have in points, the most memory in bytes, the most processor
seconds. A PDF that asks for more than that ends this process only.
"""

import json
import resource
import sys


def main() -> int:
    """Write {"pages": n} or {"width": px, "height": px} and pixels, or {"fault": code}."""
    number, side, longest, most_memory, most_seconds = (int(argument) for argument in sys.argv[1:6])
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))
    resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, most_seconds))
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        return _fault("locked" if "password" in str(error).lower() else "unreadable")
    if number == 0:
        return _say({"pages": len(document)})
    try:
        page = document[number - 1]
        width, height = page.get_size()
        if not 1 <= max(width, height) <= longest:
            return _fault("too-big-a-page")
        bitmap = page.render(scale=side / max(width, height), grayscale=True)
    except pypdfium2.PdfiumError:
        return _fault("unreadable")
    pixels = bitmap.to_numpy()
    _say({"width": int(pixels.shape[1]), "height": int(pixels.shape[0])})
    sys.stdout.buffer.write(pixels.tobytes())
    return 0


def _fault(code: str) -> int:
    return _say({"fault": code})


def _say(answer: dict[str, object]) -> int:
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
