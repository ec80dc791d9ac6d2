import { createRouter, createWebHashHistory, type Router, type RouteRecordRaw } from 'vue-router'
import type { VisitPermission } from './core/people/permissions'
import SellScreen from './screens/ticket/SellScreen.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** Entry of the navigation that the screen belongs to; it also names the title. */
    section: 'sell' | 'sales' | 'articles' | 'config' | 'welcome'
    /** Permission that whoever serves needs to see the screen. */
    needs?: VisitPermission
  }
}

/** Only the sale screen is loaded at once; the others are loaded when they are opened. */
const ROUTES: RouteRecordRaw[] = [
  { path: '/', redirect: '/sell' },
  { path: '/sell', component: SellScreen, meta: { section: 'sell' } },
  {
    path: '/sales/:reference([A-Z]{1,2}-\\d+|\\d+)?',
    component: () => import('./screens/journal/SalesScreen.vue'),
    meta: { section: 'sales' },
  },
  {
    path: '/articles',
    component: () => import('./screens/catalogue/ArticlesScreen.vue'),
    meta: { section: 'articles' },
  },
  {
    path: '/config',
    component: () => import('./screens/settings/ConfigScreen.vue'),
    meta: { section: 'config', needs: 'settings' },
  },
  {
    path: '/debut/:step(boutique|equipe|papier)?',
    component: () => import('./screens/settings/SetupScreen.vue'),
    meta: { section: 'config', needs: 'settings' },
  },
  {
    path: '/config/equipe',
    component: () => import('./screens/people/TeamScreen.vue'),
    meta: { section: 'config', needs: 'users' },
  },
  {
    path: '/archives',
    component: () => import('./screens/archive/ArchivesScreen.vue'),
    meta: { section: 'config', needs: 'archive' },
  },
  {
    path: '/config/general/:tab(commandes|boutique|prix|reglements|comptabilite|caisse|scanner|sauvegarde)?',
    component: () => import('./screens/settings/GeneralScreen.vue'),
    meta: { section: 'config', needs: 'settings' },
  },
  {
    path: '/customers/:customerId?',
    component: () => import('./screens/customers/CustomersScreen.vue'),
    meta: { section: 'config' },
  },
  {
    path: '/invoices',
    component: () => import('./screens/documents/InvoicesScreen.vue'),
    meta: { section: 'sales' },
  },
  {
    path: '/orders',
    component: () => import('./screens/orders/OrdersScreen.vue'),
    meta: { section: 'sales' },
  },
  {
    path: '/closings/:which(open|[A-Z]{1,2}-\\d+|\\d+)?',
    component: () => import('./screens/closing/ClosingsScreen.vue'),
    meta: { section: 'sales', needs: 'close-day' },
  },
  {
    path: '/reports',
    component: () => import('./screens/reports/ReportsScreen.vue'),
    meta: { section: 'sales', needs: 'reports' },
  },
  {
    path: '/inspection',
    component: () => import('./screens/journal/InspectionScreen.vue'),
    meta: { section: 'config' },
  },
  {
    path: '/attestation',
    component: () => import('./screens/journal/AttestationScreen.vue'),
    meta: { section: 'config' },
  },
  {
    path: '/welcome',
    component: () => import('./screens/catalogue/WelcomeScreen.vue'),
    meta: { section: 'welcome' },
  },
  { path: '/:rest(.*)*', redirect: '/sell' },
]

/** Parts of the till that an inspector may open without approval (R11). */
const SHOWN_TO_INSPECTORS = /^\/(?:inspection|attestation|closings|archives)(?:\/|$)/

/**
 * The screens. Addresses come after `#`, so that the till runs from any folder of any host without
 * rewriting. `mayVisit` may ask for someone's approval; it then lasts until another part of the
 * till is opened, unless `isCovered` says that it includes that part. During an inspection, only the
 * journal's screens are shown.
 */
export function makeRouter(
  isFirstRun: () => boolean,
  isInspected: () => boolean,
  mayVisit: (permission: VisitPermission) => Promise<boolean>,
  isCovered: (permission: VisitPermission, approved: VisitPermission) => boolean,
): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: ROUTES,
  })
  guard(router, isFirstRun, isInspected, mayVisit, isCovered)
  return router
}

function guard(
  router: Router,
  isFirstRun: () => boolean,
  isInspected: () => boolean,
  mayVisit: (permission: VisitPermission) => Promise<boolean>,
  isCovered: (permission: VisitPermission, approved: VisitPermission) => boolean,
): void {
  router.beforeEach(to =>
    isInspected() && !SHOWN_TO_INSPECTORS.test(to.path) ? '/inspection' : true,
  )
  router.beforeEach(to => {
    if (to.path === '/sell' && isFirstRun()) return '/welcome'
    return to.path === '/welcome' && !isFirstRun() ? '/sell' : true
  })
  router.beforeEach(async ({ meta: { needs } }, from) => {
    const isSameVisit = needs && from.meta.needs && isCovered(needs, from.meta.needs)
    if (!needs || isSameVisit || isInspected() || (await mayVisit(needs))) return true
    return from.matched.length > 0 ? false : '/sell'
  })
}
