import Chromium from '@sparticuz/chromium'

// A process of its own, because the package decides by its environment, at import, what to unpack and where:
// TMPDIR is the folder, AWS_EXECUTION_ENV makes it bring its libraries along.
process.stdout.write(await Chromium.executablePath())
