const extensions: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/x-matroska': 'mkv',
  'video/x-msvideo': 'avi',
  'video/3gpp': '3gp',
  'video/mp2t': 'ts',
}

/** What the file is delivered as: a type that only ever plays, whatever its sender said it was. */
export const deliveredType = (contentType: string | null): string =>
  contentType !== null && Object.hasOwn(extensions, contentType) ? contentType : 'application/octet-stream'

/** A name without a word of hers in it: it ends in folders and mails that are not hers. */
export const neutralName = (clipId: string, contentType: string | null): string => {
  const extension = extensions[deliveredType(contentType)]
  return `lesson-${clipId.slice(0, 8)}${extension === undefined ? '' : `.${extension}`}`
}
