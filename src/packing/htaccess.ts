import { CONTENT_SECURITY_POLICY, policyText, STRICT_TRANSPORT } from '@/proxy/pageSecurity'

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
</IfModule>

<IfModule mod_mime.c>
  AddType application/manifest+json .webmanifest
  AddType text/javascript .js
  AddType font/woff2 .woff2
  AddType application/wasm .wasm
  AddCharset utf-8 .html .js .css .webmanifest .json .txt
</IfModule>

<IfModule mod_headers.c>
  Header set Content-Security-Policy "${policyText(CONTENT_SECURITY_POLICY)}"
  Header set X-Content-Type-Options "nosniff"
  Header set X-Frame-Options "DENY"
  Header set Referrer-Policy "no-referrer"
  Header set Cross-Origin-Opener-Policy "same-origin"
  Header set Permissions-Policy "camera=(self), geolocation=(), microphone=(), payment=()"
${origin?.startsWith('https:') ? `  Header always set Strict-Transport-Security "${STRICT_TRANSPORT}"\n` : ''}  Header set Cache-Control "no-cache"
  <FilesMatch "-[A-Za-z0-9_-]{8}\\.(js|css|woff2|wasm)$">
    Header set Cache-Control "public, max-age=31536000, immutable"
  </FilesMatch>
  <FilesMatch "^online\\.json$">
    Header set Cache-Control "no-store"
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
