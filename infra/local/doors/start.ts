export async function open(args: string[]): Promise<void> {
  console.log('hi', args, process.version, process.env.PATH?.split(':')[0])
}
