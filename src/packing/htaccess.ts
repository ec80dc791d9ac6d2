import { CONTENT_SECURITY_POLICY, policyText, STRICT_TRANSPORT } from '@/proxy/pageSecurity'

/** Kinds of files that the build compresses, and their types. */
const TYPES = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
  wasm: 'application/wasm',
}
const KINDS = Object.keys(TYPES).join('|')

/** Encodings that the build makes, the smallest first, and how their files end. */
const ENCODINGS = [
  ['br', 'br'],
  ['gzip', 'gz'],
] as const

/**
 * Sends the file that the build compressed instead of the file, to whoever accepts it: a weight of
 * zero is a refusal. It is never compressed a second time.
 */
function precompressed(): string {
  const rules = ENCODINGS.map(([name, extension]) => {
    const accepted = `RewriteCond %{HTTP:Accept-Encoding} (?:^|[,\\s])${name}(?:$|[,\\s]|;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$))) [NC]`
    return `  ${accepted}
  RewriteCond %{REQUEST_FILENAME}.${extension} -f
  RewriteRule ^(.+\\.(?:${KINDS}))$ $1.${extension} [L]
  ${accepted}
  RewriteCond %{REQUEST_FILENAME}index.html.${extension} -f
  RewriteRule ^$ index.html.${extension} [L]
`
  })
  return `  # Les fichiers compressés d'avance, pour les navigateurs qui les lisent.
  <IfModule mod_headers.c>
  RewriteRule \\.(?:${KINDS})\\.(?:br|gz)$ - [E=no-gzip:1,E=no-brotli:1,L]
${rules.join('')}  </IfModule>
`
}

function typesOfPrecompressed(): string {
  return Object.entries(TYPES)
    .map(
      ([kind, type]) => `<FilesMatch "\\.${kind}\\.(br|gz)$">
  ForceType "${type}"
</FilesMatch>
`,
    )
    .join('')
}

/**
 * Apache's rules for the till's folder on the shop's own host, beside PrestaShop's. They turn the
 * shop's rewriting off in this folder: a missing file is a 404, not the shop's home page. Every
 * part is skipped where its module is absent. At an address of its own (`origin`), the till is served
 * under no other, so that the shop's scripts never share its origin.
 */
export function htaccess(origin?: string): string {
  return `# Comptoir : ce fichier ne concerne que ce dossier, pas la boutique.
DirectoryIndex index.html
Options -Indexes

# Les règles de PrestaShop ne valent pas ici : un fichier absent répond 404, sans la page de la boutique.
ErrorDocument 404 "Fichier absent"
<IfModule mod_rewrite.c>
  RewriteEngine On
${origin === undefined ? '' : onlyAt(origin)}  RewriteCond %{REQUEST_FILENAME} !-f
  RewriteCond %{REQUEST_FILENAME} !-d
  RewriteRule ^ - [R=404,L]
  # Sans https, la caisse ne peut pas vendre hors ligne.
  RewriteCond %{HTTPS} off
  RewriteCond %{HTTP:X-Forwarded-Proto} !https
  RewriteCond %{HTTP_HOST} !^(localhost|127\\.0\\.0\\.1)(:|$)
  RewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=302,L]
${precompressed()}</IfModule>

<IfModule mod_mime.c>
  AddType application/manifest+json .webmanifest
  AddType text/javascript .js
  AddType font/woff2 .woff2
  AddType image/webp .webp
  AddType application/wasm .wasm
  AddCharset utf-8 .html .js .css .webmanifest .json .txt
  # Le type et l'encodage des fichiers déjà compressés sont dits ci-dessous, quoi qu'en dise l'hébergeur.
  RemoveType .br .gz
  RemoveEncoding .br .gz
</IfModule>
${typesOfPrecompressed()}
<IfModule mod_headers.c>
  Header set Content-Security-Policy "${policyText(CONTENT_SECURITY_POLICY)}"
  Header set X-Content-Type-Options "nosniff"
  Header set X-Frame-Options "DENY"
  Header set Referrer-Policy "no-referrer"
  Header set Cross-Origin-Opener-Policy "same-origin"
  Header set Permissions-Policy "camera=(self), geolocation=(), microphone=(), payment=()"
${origin?.startsWith('https:') ? `  Header always set Strict-Transport-Security "${STRICT_TRANSPORT}"\n` : ''}  Header set Cache-Control "no-cache"
  <FilesMatch "-[A-Za-z0-9_-]{8}\\.(js|css|woff2|webp|wasm)(\\.(br|gz))?$">
    Header set Cache-Control "public, max-age=31536000, immutable"
  </FilesMatch>
  <FilesMatch "^online\\.json$">
    Header set Cache-Control "no-store"
  </FilesMatch>
  <FilesMatch "\\.(${KINDS})(\\.(br|gz))?$">
    Header merge Vary "Accept-Encoding"
  </FilesMatch>
  <FilesMatch "\\.(${KINDS})\\.br$">
    Header set Content-Encoding "br"
  </FilesMatch>
  <FilesMatch "\\.(${KINDS})\\.gz$">
    Header set Content-Encoding "gzip"
  </FilesMatch>
  # Une erreur n'est jamais gardée : le fichier qui manque pendant une mise à jour sera redemandé.
  Header always set Cache-Control "no-store" "expr=%{REQUEST_STATUS} -ge 400"
</IfModule>

# Les durées de PrestaShop (mod_expires) ne valent pas ici non plus.
<IfModule mod_expires.c>
  ExpiresActive Off
</IfModule>
`
}

/** Sends every other name of this folder, such as one of the shop's, to the till's own address. */
function onlyAt(origin: string): string {
  const host = new URL(origin).host.replaceAll('.', '\\.')
  return `  # La caisse ne s'ouvre qu'à son adresse : à celle de la boutique, les modules pourraient la lire.
  RewriteCond %{HTTP_HOST} !^${host}$ [NC]
  RewriteRule ^ ${origin}/ [R=302,L]
`
}
