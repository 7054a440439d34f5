"""The preview: the page of an edition, built and shown anew at every save.

preview     watches, and asks for a build at every save
watching    what was saved
builder     the process that builds, kept warm, and started anew when its own source changes
child       that process
pages       what it builds: the page alone
patches     how that differs from the page before
server      shows the page, to this machine only
"""
