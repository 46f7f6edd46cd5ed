/** The moves of a page's blocks; each is said aloud, what was removed can be had back. */
export function useBlockList(blocks: Ref<Block[]>) {
  const { t } = useI18n()
  const { announce } = useReadOut()
  const { nameOfBlock } = useBlockText()
  const opened = ref<string>()
  const removed = shallowRef<{ block: Block, at: number }>()
  const full = computed(() => blocks.value.length >= blocksMost)
  const at = (id: string) => blocks.value.findIndex(block => block.id === id)

  function move(from: number, to: number): void {
    const block = blocks.value[from]
    if (!block || to < 0 || to >= blocks.value.length) return
    blocks.value = blockMoved(blocks.value, from, to)
    announce(t('layouts.moved', { name: nameOfBlock(block), place: to + 1, count: blocks.value.length }))
  }

  function put(block: Block, place: number): void {
    if (full.value) return
    blocks.value = blockInserted(blocks.value, place, block)
    opened.value = block.id
    announce(t('layouts.added', { name: nameOfBlock(block), place: place + 1 }))
  }

  function change(block: Block): void {
    blocks.value = blocks.value.map(one => one.id === block.id ? block : one)
  }

  function remove(id: string): void {
    const place = at(id)
    removed.value = { block: blocks.value[place]!, at: place }
    blocks.value = blocks.value.filter(block => block.id !== id)
    announce(t('layouts.removed', { name: nameOfBlock(removed.value.block) }))
  }

  function undo(): void {
    const { block, at: place } = removed.value!
    removed.value = undefined
    blocks.value = blockInserted(blocks.value, place, block)
    announce(t('layouts.added', { name: nameOfBlock(block), place: place + 1 }))
  }

  return { opened, removed, full, move, put, change, remove, undo, duplicate: (block: Block) => put(blockCopy(block), at(block.id) + 1) }
}
