/** What the webservice lets a till of another origin send and read (Fetch standard, CORS). */
export const CORS_HEADERS = {
  sent: 'Authorization, Local-Content-Sha1',
  methods: 'GET, HEAD, PUT, PATCH',
  read: 'PSWS-Version, Content-Sha1, Access-Time, Retry-After',
} as const

/**
 * Apache's rules that let one other address read the shop's webservice. `origin` is a regular
 * expression of that address. Every part is skipped where its module is absent.
 */
export const apacheCorsLines = (origin: string): string => `<IfModule mod_headers.c>
  SetEnvIf Origin "^(${origin})$" COMPTOIR=$1
  Header always set Access-Control-Allow-Origin "%{COMPTOIR}e" env=COMPTOIR
  Header always set Access-Control-Allow-Headers "${CORS_HEADERS.sent}" env=COMPTOIR
  Header always set Access-Control-Allow-Methods "${CORS_HEADERS.methods}" env=COMPTOIR
  Header always set Access-Control-Expose-Headers "${CORS_HEADERS.read}" env=COMPTOIR
  Header always set Vary "Origin" env=COMPTOIR
</IfModule>
<IfModule mod_rewrite.c>
  RewriteEngine On
  RewriteCond %{REQUEST_METHOD} =OPTIONS
  RewriteRule ^api/ - [R=204,L]
</IfModule>
`

/** Passes the key on to PHP where it runs apart from Apache, which then drops `Authorization`. */
export const AUTHORIZATION_LINES = `<IfModule mod_setenvif.c>
  SetEnvIf Authorization "(.+)" HTTP_AUTHORIZATION=$1
</IfModule>
`
