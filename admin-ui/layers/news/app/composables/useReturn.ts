const away = 60_000 // ms out of sight after which a page counts as left

/** Does something when one comes back to the page from another tab or from lunch. */
export function useReturn(back: () => void) {
  let left = 0
  const onChange = () => {
    if (document.visibilityState === 'hidden') left = Date.now()
    else if (left && Date.now() - left > away) back()
  }
  onMounted(() => document.addEventListener('visibilitychange', onChange))
  onBeforeUnmount(() => document.removeEventListener('visibilitychange', onChange))
}
