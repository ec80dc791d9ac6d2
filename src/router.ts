import { createRouter, createWebHashHistory, type Router } from 'vue-router'
import SellScreen from './screens/SellScreen.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** Entry of the navigation it belongs to; also names the title. */
    section: 'sell' | 'sales' | 'articles' | 'config' | 'welcome'
  }
}

/**
 * The screens. Addresses are after `#`, so that the till runs from any folder of any host
 * without rewriting. Only the sale screen is loaded at once.
 */
export function makeRouter(isFirstRun: () => boolean): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', redirect: '/sell' },
      { path: '/sell', component: SellScreen, meta: { section: 'sell' } },
      {
        path: '/sales/:number(\\d+)?',
        component: () => import('./screens/SalesScreen.vue'),
        meta: { section: 'sales' },
      },
      {
        path: '/articles',
        component: () => import('./screens/ArticlesScreen.vue'),
        meta: { section: 'articles' },
      },
      {
        path: '/config',
        component: () => import('./screens/ConfigScreen.vue'),
        meta: { section: 'config' },
      },
      {
        path: '/config/general/:tab(commandes|boutique|caisse|scanner)?',
        component: () => import('./screens/GeneralScreen.vue'),
        meta: { section: 'config' },
      },
      {
        path: '/welcome',
        component: () => import('./screens/WelcomeScreen.vue'),
        meta: { section: 'welcome' },
      },
      { path: '/:rest(.*)*', redirect: '/sell' },
    ],
  })
  router.beforeEach(to => {
    if (to.path === '/sell' && isFirstRun()) return '/welcome'
    return to.path === '/welcome' && !isFirstRun() ? '/sell' : true
  })
  return router
}
