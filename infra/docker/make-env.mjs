#!/usr/bin/env node
// Prints the settings that docker-compose.yml asks for, with fresh secrets: node infra/docker/make-env.mjs > .env
// Plain JavaScript without dependencies, because nothing is installed on the machine that runs the images.
import { randomBytes } from 'node:crypto'

const secret = (bytes) => randomBytes(bytes).toString('hex')

process.stdout.write(`# Keep this file: with other passwords the data that is there cannot be opened.

# Where people reach the product, and the address this machine listens on for it (a proxy with TLS stands in front).
PUBLIC_URL=http://127.0.0.1:3000
LISTEN=127.0.0.1:3000
# Proxies whose X-Forwarded-For is believed: addresses or networks, separated by commas.
TRUSTED_PROXIES=

# The mail server that sends invitations and notices.
SMTP_URL=smtp://mail.example.org:587
MAIL_FROM="Cuepoint <cuepoint@example.org>"

UPLOAD_MAX_BYTES=4294967296
UPLOAD_MAX_SECONDS=3600
LOG_LEVEL=info

AUTH_SECRET=${secret(48)}
POSTGRES_PASSWORD=${secret(24)}
API_DATABASE_PASSWORD=${secret(24)}
AUTH_DATABASE_PASSWORD=${secret(24)}
WORKER_DATABASE_PASSWORD=${secret(24)}
REDIS_PASSWORD=${secret(24)}
# Garage takes keys of this form only.
S3_ACCESS_KEY_ID=GK${secret(12)}
S3_SECRET_ACCESS_KEY=${secret(32)}
GARAGE_RPC_SECRET=${secret(32)}
`)
