import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** What axe holds to be serious or critical on the page as it stands, one line each with the place and the reason. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => {
        const [why] = [...node.any, ...node.all, ...node.none]
        return `${id} at ${node.target.join(' ')}: ${why?.message ?? node.html}`
      }),
    )
}
