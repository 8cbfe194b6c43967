/** The sender's word for a file's type, when it is one: it becomes a header later. */
export const plainType = (type: string): string =>
  /^[a-z]+\/[a-z0-9.+-]{1,60}$/.test(type.toLowerCase()) ? type.toLowerCase() : 'application/octet-stream'
