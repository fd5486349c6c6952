"""HTTP routes beside the pages, in the same ASGI app: sign-in, pictures, uploads, certificates, health, status.

Every route asks a service, and the service checks the rights; a route only knows who is calling and whether the
call came from our own pages.
"""
