export { default } from '@nuxt/ui/components/InputMenu.vue'
