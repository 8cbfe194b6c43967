import { Type } from '@cuepoint/contracts'

/** What a route that hands out a file answers, as the OpenAPI document says it. */
export const fileResponses = {
  200: { description: 'The file.', content: { 'application/octet-stream': { schema: Type.Unknown() } } },
  206: {
    description: 'The range that was asked for.',
    content: { 'application/octet-stream': { schema: Type.Unknown() } },
  },
  304: { description: 'The reader has it already.', type: 'null' },
  416: { description: 'Not a byte of the file lies in the range.', type: 'null' },
} as const
