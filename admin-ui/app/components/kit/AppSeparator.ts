export { default } from '@nuxt/ui/components/Separator.vue'
