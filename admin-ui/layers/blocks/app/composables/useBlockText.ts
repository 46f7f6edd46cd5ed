/** Says in a line what a block is and where it takes its stories from. */
export function useBlockText() {
  const { t } = useI18n()
  const { spoken, languages } = useLanguages()
  const { nameOf } = useRubrics()
  const { $seen } = useNuxtApp()
  const tagName = (id: number | undefined) => id && $seen.tags.has(id) ? nameIn($seen.tags.get(id)!.labels, spoken.value) : '…'

  function source(rule: BlockRule | undefined): string {
    switch (rule?.from) {
      case 'rubric': return nameOf(rule.rubricId ?? null, spoken.value) || t('layouts.block.noRubric')
      case 'tag': return rule.tagId ? t('layouts.block.byTag', { name: tagName(rule.tagId) }) : t('layouts.block.noTag')
      case 'most_read': return t('layouts.block.mostRead', { n: rule.hours ?? 24 })
      case 'urgent': return t('layouts.block.urgent', { n: rule.hours ?? 24 })
      case 'newest': return t('layouts.block.newest')
      default: return ''
    }
  }

  const titleOf = (block: Block) => block.languages?.[spoken.value]?.title || Object.values(block.languages ?? {}).find(words => words?.title)?.title || ''
  const kindOf = (block: Block) => t(`layouts.kind.${block.kind}.name`)

  /** What tells a block from others of its kind. */
  function subject(block: Block): string {
    const own = titleOf(block)
    if (own || !block.rule) return own || block.feed || ''
    return block.kind === 'rubric' ? nameOf(block.rule.rubricId ?? null, spoken.value) : block.kind === 'tag' && block.rule.tagId ? tagName(block.rule.tagId) : ''
  }

  const nameOfBlock = (block: Block) => [kindOf(block), subject(block)].filter(Boolean).join(': ')

  function summary(block: Block): string {
    const filling = Object.values(block.languages ?? {})
    const count = (of: 'pins' | 'links' | 'videos') => filling.reduce((sum, words) => sum + (words?.[of]?.length ?? 0), 0)
    return [
      subject(block) && !titleOf(block) ? '' : source(block.rule),
      titleOf(block) ? block.feed : '',
      block.count ? t('layouts.block.most', { n: block.count }) : '',
      ...(['pins', 'links', 'videos'] as const).map(of => count(of) ? t(`layouts.block.number.${of}`, { n: count(of) }) : '')
    ].filter(Boolean).join(' · ')
  }

  const languageName = (code: string) => languages.value.find(l => l.code === code)?.name ?? code
  const partName = (part: BlockPart) => part.language ? `${t(`layouts.part.${part.name}`)} (${languageName(part.language)})` : t(`layouts.part.${part.name}`)
  return { source, titleOf, kindOf, nameOfBlock, summary, partName }
}
