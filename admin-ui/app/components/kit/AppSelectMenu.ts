export { default } from '@nuxt/ui/components/SelectMenu.vue'
