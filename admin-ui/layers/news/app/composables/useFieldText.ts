/** What a field holds, in words; the text itself is shown block by block. */
export function useFieldText(language: () => string) {
  const { t } = useI18n()
  const { nameOf } = useRubrics()
  const { $seen } = useNuxtApp()
  const named = (labels: Labels<{ name: string }> | undefined, id: number) => labels ? nameIn(labels, language()) : `№ ${id}`

  return (fields: Fields, field: FieldName): string => {
    switch (field) {
      case 'body': return plainText(fields.body)
      case 'rubricId': return nameOf(fields.rubricId, language())
      case 'tagIds': return fields.tagIds.map(id => named($seen.tags.get(id)?.labels, id)).join(', ')
      case 'credits': return fields.credits.map(one => `${named($seen.authors.get(one.authorId)?.labels, one.authorId)} (${t(`news.role.${one.role}`)})`).join(', ')
      case 'pictureId': return fields.pictureId ? $seen.pictures.get(fields.pictureId)?.fileName ?? `№ ${fields.pictureId}` : ''
      case 'urgency': return t(`news.urgency.${fields.urgency}`)
      case 'embargoUntil': return fields.embargoUntil ? Object.values(almaty(fields.embargoUntil)).join(' ') : ''
      default: return fields[field]
    }
  }
}
