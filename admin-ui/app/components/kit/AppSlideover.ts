export { default } from '@nuxt/ui/components/Slideover.vue'
