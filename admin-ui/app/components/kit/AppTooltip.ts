export { default } from '@nuxt/ui/components/Tooltip.vue'
