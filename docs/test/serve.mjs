// Serves a folder on loopback, below a path of its own, as any web server would: nothing is guessed, nothing rewritten.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'

const TYPES = {
  html: 'text/html',
  js: 'text/javascript',
  mjs: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
  svg: 'image/svg+xml'
}

// Gives {address, close}; base begins and ends with a slash.
export async function serve(folder, base = '/') {
  const server = http.createServer((request, response) => {
    const wanted = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
    let file = wanted.startsWith(base) && path.join(folder, wanted.slice(base.length))
    if (file && file.startsWith(path.join(folder)) && fs.existsSync(file) && fs.statSync(file).isDirectory())
      file = path.join(file, 'index.html')
    if (!file || !fs.existsSync(file)) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n')
      return
    }
    response.writeHead(200, { 'content-type': TYPES[path.extname(file).slice(1)] ?? 'application/octet-stream' })
    fs.createReadStream(file).pipe(response)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${server.address().port}${base}`,
    close: () => new Promise((resolve) => server.close(resolve))
  }
}
