/** A page as it is arranged. */
export type Layout = Schemas['Layout']

/** The arranging of a page: the blocks as they stand on the screen, and their way to the server. */
export type Arranger = ReturnType<typeof useArranger>

/** Arranges the page of a place, from how the server has it. */
export function useArranger(place: string, start: Layout) {
  const api = useApi()
  const path = { params: { path: { place } } }
  const layout = shallowRef(start)
  const blocks = shallowRef<Block[]>(start.blocks)
  const { pending, problem, run } = useSubmit()
  const conflict = shallowRef<Layout>()
  // What is half typed is not yet part of a block, and must not get lost unseen.
  const unfinished = reactive(new Set<string>())
  const dirty = computed(() => unfinished.size > 0 || canonical(tidyBlocks(blocks.value)) !== canonical(tidyBlocks(layout.value.blocks)))

  /** Takes over how the server has the page. */
  function take(now: Layout): Layout {
    layout.value = now
    blocks.value = now.blocks
    return now
  }

  /** Does something to the page; where somebody was faster, their page stands against this one. */
  async function change(send: () => Promise<Layout>): Promise<boolean> {
    const ids = blocks.value.map(block => block.id)
    const done = await run(() => send().catch((error: unknown) => { throw problemError(byBlockIds(problemOf(error), ids)) }))
    if (done) take(done)
    else if (isStale(problem.value)) await oppose()
    return !!done
  }

  async function oppose(): Promise<void> {
    const theirs = await answer(api.GET('/layouts/{place}', path)).catch(() => undefined)
    if (!theirs) return
    problem.value = null
    conflict.value = theirs
  }

  const save = () => change(() => answer(api.PUT('/layouts/{place}', { ...path, body: { version: layout.value.version, blocks: tidyBlocks(blocks.value) } })))
  /** Whatever follows is about the saved draft. */
  const saved = async () => !(dirty.value || layout.value.version === 0) || await save()
  const version = () => layout.value.version

  return {
    place, layout, blocks, dirty, pending, problem, conflict, unfinished, take, save, saved,
    publish: async (note: string, at?: string) => await saved() && await change(() => answer(api.POST('/layouts/{place}/publish', { ...path, body: { version: version(), note: note || undefined, at } }))),
    unschedule: () => change(() => answer(api.POST('/layouts/{place}/unschedule', { ...path, body: { version: version() } }))),
    discard: () => change(() => answer(api.POST('/layouts/{place}/discard', { ...path, body: { version: version() } }))),
    /** Gives the page back to its own order. */
    release: () => change(async () => {
      await answer(api.DELETE('/layouts/{place}', path))
      return answer(api.GET('/layouts/{place}', path))
    }),
    /** Settles the conflict: with what somebody else saved, or with what stands here, which is then saved over it. */
    settle: async (mine: boolean) => {
      const theirs = conflict.value!
      conflict.value = undefined
      if (!mine) return !!take(theirs)
      layout.value = theirs
      return save()
    }
  }
}

const isStale = (problem: Problem | null) => problem?.status === 409 && /stale/.test(problem.code)
