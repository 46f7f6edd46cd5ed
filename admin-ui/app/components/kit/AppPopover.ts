export { default } from '@nuxt/ui/components/Popover.vue'
