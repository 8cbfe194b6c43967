import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { generate } from 'selfsigned'
import { renderUnicodeCompact } from 'uqr'
import { PlainFault } from './plain-fault.ts'

export type Lan = {
  /** At which other devices of this network reach this machine; the likeliest first. */
  readonly addresses: readonly string[]
  readonly certFile: string
  readonly keyFile: string
  /** For a person to hold against what her browser shows. */
  readonly fingerprint: string
}

/** Browsers take no certificate that is good for longer. */
const DAYS = 365
const DAY_MS = 24 * 3_600_000
/** What an IP address and a name are called in a certificate (RFC 5280, 4.2.1.6). */
const DNS_NAME = 2 as const
const IP_ADDRESS = 7 as const

/**
 * What https on this network takes: the machine's addresses, and a certificate for them, made here and kept as long as
 * it fits, so that a phone has to be told only once. This process trusts it from now on.
 */
export async function openLan(dataDir: string): Promise<Lan> {
  const addresses = lanAddresses()
  if (addresses.length === 0)
    throw new PlainFault(
      'This machine has no address on a local network.\nNext: join a Wi-Fi or plug in a cable, then start again with --lan.',
    )
  const folder = join(dataDir, 'lan')
  const files = { certFile: join(folder, 'certificate.pem'), keyFile: join(folder, 'key.pem') }
  if (!fits(files.certFile, addresses)) {
    const now = new Date()
    const { cert, private: key } = await generate(
      [{ name: 'commonName', value: 'Cuepoint on this network' }],
      {
        keyType: 'ec',
        curve: 'P-256',
        algorithm: 'sha256',
        notBeforeDate: now,
        notAfterDate: new Date(now.getTime() + DAYS * DAY_MS),
        extensions: [
          { name: 'basicConstraints', cA: false, critical: true },
          { name: 'keyUsage', digitalSignature: true, critical: true },
          { name: 'extKeyUsage', serverAuth: true },
          {
            name: 'subjectAltName',
            altNames: [
              ...['localhost', hostname()].map((value) => ({ type: DNS_NAME, value })),
              ...['127.0.0.1', ...addresses].map((ip) => ({ type: IP_ADDRESS, ip })),
            ],
          },
        ],
      },
    )
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(files.keyFile, key, { mode: 0o600 })
    writeFileSync(files.certFile, cert)
  }
  const pem = readFileSync(files.certFile, 'utf8')
  setDefaultCACertificates([...getCACertificates('default'), pem])
  return { addresses, ...files, fingerprint: new X509Certificate(pem).fingerprint256 }
}

/** What to say once it runs: where, and a code for a phone's camera. */
export function tellLan({ addresses, fingerprint }: Lan, port: number): string {
  const urls = addresses.map((address) => `https://${address}:${port}`)
  return [
    ...urls.map((url) => `on this network   ${url}`),
    renderUnicodeCompact(urls[0] ?? '', { border: 2 }),
    'The first time, a browser says that it does not know the certificate: it was made on this machine. Its SHA-256:',
    fingerprint,
  ].join('\n')
}

/** IPv4 addresses of real networks: those of containers and bridges lead nowhere for a phone. */
function lanAddresses(): string[] {
  return Object.entries(networkInterfaces())
    .filter(([name]) => !/^(docker|br-|veth|virbr|tun|tap|lo)/.test(name))
    .flatMap(([, found]) => found ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
    .toSorted((one, other) => rank(one) - rank(other))
}

/** Networks at home and in schools are mostly 192.168 and 10. */
const rank = (address: string): number =>
  address.startsWith('192.168.') ? 0 : address.startsWith('10.') ? 1 : address.startsWith('169.254.') ? 3 : 2

function fits(certFile: string, addresses: readonly string[]): boolean {
  if (!existsSync(certFile)) return false
  const certificate = new X509Certificate(readFileSync(certFile))
  const tomorrow = Date.now() + DAY_MS
  return (
    certificate.validToDate.getTime() > tomorrow &&
    addresses.every((address) => certificate.checkIP(address) !== undefined)
  )
}
