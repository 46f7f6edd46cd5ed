/**
 * The last part of the address: made from the title by the server until somebody
 * writes one, or until it is published and must stay.
 */
export function useAutoSlug(form: Fields, article: Ref<Article | null>) {
  const made = (slug: string, title: string) => slug === '' || isMadeFrom(slug, title)
  const published = computed(() => !!article.value?.publishedAt)
  const auto = ref(!published.value && made(form.slug, form.title))
  const released = ref(false)

  /** Somebody writes the address. */
  function write(slug: string) {
    auto.value = false
    released.value = false
    form.slug = slug
  }

  /** Back to the one from the title. */
  function release() {
    auto.value = true
    released.value = true
  }

  /** After a save: whether the address still follows the title. */
  function settle(slug: string) {
    released.value = false
    auto.value = !published.value && made(slug, article.value?.title ?? form.title)
  }

  const shown = computed(() => auto.value ? slugFrom(form.title) : form.slug)
  return { auto, released, published, shown, write, release, settle }
}
