import type { Pasted } from '~/utils/paste'

/** Tells what of a paste didn't come into the text, and why nothing more goes in. */
export function useLeftOut() {
  const toast = useToast()
  const { t } = useI18n()
  const warn = (title: string) => toast.add({ title, color: 'warning', icon: 'i-lucide-clipboard-x', duration: 8000 })

  return {
    tell: ({ pictures, notes, cut }: Pasted) => {
      if (pictures) warn(t('editor.paste.pictures', { n: pictures }))
      if (notes) warn(t('editor.paste.notes', { n: notes }))
      if (cut) warn(t('editor.paste.cut'))
    },
    noRoom: () => warn(t('editor.noRoom'))
  }
}
