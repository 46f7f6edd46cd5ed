package httpx_test

const spec = `
openapi: 3.0.3
info: { title: test, version: '1' }
servers: [{ url: /api/v1 }]
paths:
  /things:
    get:
      operationId: list
      x-permission: public
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
        - { name: kind, in: query, schema: { type: string, enum: [a, b] } }
      responses: { '200': { description: OK } }
    post:
      operationId: add
      x-permission: things.write
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              required: [title, size]
              properties:
                title: { type: string, maxLength: 5 }
                size: { type: integer, minimum: 1 }
                inner: { type: object, additionalProperties: false, properties: { name: { type: string, minLength: 2 } } }
      responses: { '201': { description: OK } }
  /things/secret:
    put:
      operationId: replaceSecret
      x-permission: things.write
      x-confirm: true
      responses: { '204': { description: OK } }
  /things/{id}:
    get:
      operationId: get
      x-permission: authenticated
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer, minimum: 1 } }
      responses: { '200': { description: OK } }
`
