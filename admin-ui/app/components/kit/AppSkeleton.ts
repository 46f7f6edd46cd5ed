export { default } from '@nuxt/ui/components/Skeleton.vue'
