export { default } from '@nuxt/ui/components/RadioGroup.vue'
