import { parseAmzDate } from './instants.ts'
import type { S3Request } from './request.ts'
import { S3Error } from './s3-error.ts'
import {
  algorithm,
  canonicalRequest,
  deriveSigningKey,
  type Scope,
  sameSignature,
  signCanonical,
} from './sigv4-canonical.ts'

export type Credentials = { accessKeyId: string; secretAccessKey: string; region: string }

/** What signs each chunk of a signed aws-chunked body, beginning from the request's own signature. */
export type ChunkSigning = { key: Buffer; amzDate: string; scope: Scope; seedSignature: string }

/** How the signature covers the body. */
export type PayloadCover =
  | { kind: 'unsigned' }
  | { kind: 'sha256'; hex: string }
  | { kind: 'chunked'; trailer: boolean; signing: ChunkSigning | undefined }

type Claim = {
  presigned: boolean
  accessKeyId: string
  scope: Scope
  signedHeaders: string[]
  signature: string
  amzDate: string
  requestedAtMs: number
}

const skewLimitMs = 15 * 60_000
const weekSeconds = 7 * 24 * 3600

function parseScope(
  credential: string,
  presigned: boolean,
  region: string,
): [accessKeyId: string, scope: Scope] {
  const code = presigned ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed'
  const parts = credential.split('/')
  const [terminal, service, scopeRegion, date] = parts.toReversed()
  const accessKeyId = parts.slice(0, -4).join('/')
  if (accessKeyId === '' || terminal !== 'aws4_request' || date === undefined || !/^\d{8}$/.test(date))
    throw new S3Error(
      code,
      'The credential is mal-formed; expecting "<key>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    )
  if (service !== 's3') throw new S3Error(code, 'The credential names another service; expecting "s3".')
  if (scopeRegion !== region)
    throw new S3Error(code, `The region '${scopeRegion}' is wrong; expecting '${region}'`, { Region: region })
  return [accessKeyId, { date, region, service }]
}

function readHeaderClaim(request: S3Request, authorization: string, region: string): Claim {
  const malformed = () =>
    new S3Error('AuthorizationHeaderMalformed', 'The authorization header is malformed.')
  const [kind, ...rest] = authorization.split(' ')
  if (kind !== algorithm)
    throw new S3Error('InvalidRequest', `Please use ${algorithm}: no other mechanism is supported.`)
  const fields = new Map(
    rest
      .join('')
      .split(',')
      .map((field): [string, string] => {
        const at = field.indexOf('=')
        return [field.slice(0, at), field.slice(at + 1)]
      }),
  )
  const credential = fields.get('Credential')
  const signedHeaders = fields.get('SignedHeaders')?.split(';')
  const signature = fields.get('Signature')
  if (credential === undefined || signedHeaders === undefined || signature === undefined) throw malformed()
  const [accessKeyId, scope] = parseScope(credential, false, region)
  const amzDate = request.header('x-amz-date')
  const requestedAtMs = amzDate === undefined ? undefined : parseAmzDate(amzDate)
  if (amzDate === undefined || requestedAtMs === undefined)
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid x-amz-date header.')
  return { presigned: false, accessKeyId, scope, signedHeaders, signature, amzDate, requestedAtMs }
}

function readQueryClaim(request: S3Request, nowMs: number, region: string): Claim {
  const value = (name: string): string => {
    const found = request.query.get(name)
    if (found === undefined || found === '')
      throw new S3Error('AuthorizationQueryParametersError', `Query-string authentication requires ${name}.`)
    return found
  }
  if (value('X-Amz-Algorithm') !== algorithm)
    throw new S3Error('AuthorizationQueryParametersError', `X-Amz-Algorithm only supports "${algorithm}".`)
  const [accessKeyId, scope] = parseScope(value('X-Amz-Credential'), true, region)
  const amzDate = value('X-Amz-Date')
  const requestedAtMs = parseAmzDate(amzDate)
  const expires = value('X-Amz-Expires')
  const expiresSeconds = Number(expires)
  if (requestedAtMs === undefined)
    throw new S3Error('AuthorizationQueryParametersError', 'X-Amz-Date must be of the form YYYYMMDDTHHMMSSZ.')
  if (!/^\d+$/.test(expires) || expiresSeconds < 1 || expiresSeconds > weekSeconds)
    throw new S3Error(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be between 1 and 604800 seconds.',
    )
  if (nowMs > requestedAtMs + expiresSeconds * 1000) throw new S3Error('AccessDenied', 'Request has expired')
  return {
    presigned: true,
    accessKeyId,
    scope,
    signedHeaders: value('X-Amz-SignedHeaders').split(';'),
    signature: value('X-Amz-Signature'),
    amzDate,
    requestedAtMs,
  }
}

// What the signature leaves out, somebody on the way could have added.
function requireSignedHeaders(request: S3Request, claim: Claim): void {
  const signed = new Set(claim.signedHeaders)
  const missing = Object.keys(request.message.headers).filter(
    (name) =>
      name.startsWith('x-amz-') && !(claim.presigned && name === 'x-amz-content-sha256') && !signed.has(name),
  )
  if (!signed.has('host')) missing.push('host')
  if (missing.length > 0)
    throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: missing.join(', '),
    })
}

function readPayloadCover(payload: string, signing: ChunkSigning): PayloadCover {
  switch (payload) {
    case 'UNSIGNED-PAYLOAD':
      return { kind: 'unsigned' }
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return { kind: 'chunked', trailer: true, signing: undefined }
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return { kind: 'chunked', trailer: false, signing }
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return { kind: 'chunked', trailer: true, signing }
    default:
      if (/^[0-9a-f]{64}$/.test(payload)) return { kind: 'sha256', hex: payload }
      if (payload.startsWith('STREAMING-'))
        throw new S3Error('NotImplemented', `${payload} is not implemented.`)
      throw new S3Error(
        'InvalidArgument',
        'x-amz-content-sha256 must be UNSIGNED-PAYLOAD or a valid sha256 value.',
      )
  }
}

/** Says how the body is covered by a signature that holds, or throws S3's reason why this request may do nothing. */
export function authenticate(request: S3Request, credentials: Credentials, nowMs: number): PayloadCover {
  const authorization = request.header('authorization')
  const presigned = request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Algorithm')
  if (authorization !== undefined && presigned)
    throw new S3Error('InvalidArgument', 'Only one auth mechanism allowed; use the header or the query.')
  if (authorization === undefined && !presigned) throw new S3Error('AccessDenied', 'Access Denied')
  const claim =
    authorization === undefined
      ? readQueryClaim(request, nowMs, credentials.region)
      : readHeaderClaim(request, authorization, credentials.region)
  const tooFar = presigned ? claim.requestedAtMs - nowMs : Math.abs(claim.requestedAtMs - nowMs)
  if (tooFar > skewLimitMs)
    throw new S3Error(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    )
  if (!claim.amzDate.startsWith(claim.scope.date))
    throw new S3Error('SignatureDoesNotMatch', "The credential's date is not the request's.")
  if (claim.accessKeyId !== credentials.accessKeyId)
    throw new S3Error(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    )
  requireSignedHeaders(request, claim)

  const payload = request.amz('x-amz-content-sha256') ?? (presigned ? 'UNSIGNED-PAYLOAD' : undefined)
  if (payload === undefined)
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256')
  const key = deriveSigningKey(credentials.secretAccessKey, claim.scope)
  const canonical = canonicalRequest({
    method: request.method,
    rawPath: request.rawPath,
    queryPairs: request.queryPairs.filter(([name]) => name !== 'X-Amz-Signature'),
    signedHeaders: claim.signedHeaders,
    header: request.header,
    payloadHash: payload,
  })
  if (!sameSignature(signCanonical(key, claim.amzDate, claim.scope, canonical), claim.signature))
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    )
  return readPayloadCover(payload, {
    key,
    amzDate: claim.amzDate,
    scope: claim.scope,
    seedSignature: claim.signature,
  })
}
