export default defineAppConfig({
  ui: {
    colors: { primary: 'baq', neutral: 'slate' },
    button: { slots: { base: 'cursor-pointer' } },
    badge: { variants: { size: { sm: { base: 'text-[11px]/3.5' } } } },
    formField: { slots: { error: 'mt-1 text-sm' } }
  }
})
