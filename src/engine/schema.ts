// The Engine API as types: generated from its API documents v1.25 to v1.56 by `npm run schema -- <folder>`, with the
// corrections of test/schema/corrections. Not edited by hand: a test holds the checksum in the last line. Interfaces and
// types only: it compiles to no JavaScript. `@since` is the first document that has it; nothing older was looked at. A field
// of a response that is not optional is sent by every Engine of API 1.40 and later; XReceived is what the Engine sends where X is what it accepts.

/** An empty object, as in the values of a set. */
export type EmptyObject = Record<string, never>

export interface NoParameters { query?: never; header?: never; path?: never; cookie?: never }

/** The header fields of a response. */
export interface Fields { [name: string]: unknown }

export interface JsonResponse<T> { headers: Fields; content: { 'application/json': T } }

export interface NoContent { headers: Fields; content?: never }

/** An error response of the Engine. */
export interface FailedResponse { headers: Fields; content: { 'application/json': ErrorResponse } }

/**
 * The Engine's operations by path. Descriptions of operations, parameters and fields are excerpts of the Engine's API
 * documents, by the authors of moby, under the Apache License 2.0.
 */
export interface paths {
  '/containers/json': {
    parameters: NoParameters
    get: operations['ContainerList']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/create': {
    parameters: NoParameters
    post: operations['ContainerCreate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/json': {
    parameters: NoParameters
    get: operations['ContainerInspect']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/top': {
    parameters: NoParameters
    get: operations['ContainerTop']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/logs': {
    parameters: NoParameters
    get: operations['ContainerLogs']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/changes': {
    parameters: NoParameters
    get: operations['ContainerChanges']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/export': {
    parameters: NoParameters
    get: operations['ContainerExport']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/stats': {
    parameters: NoParameters
    get: operations['ContainerStats']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/resize': {
    parameters: NoParameters
    post: operations['ContainerResize']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/start': {
    parameters: NoParameters
    post: operations['ContainerStart']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/stop': {
    parameters: NoParameters
    post: operations['ContainerStop']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/restart': {
    parameters: NoParameters
    post: operations['ContainerRestart']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/kill': {
    parameters: NoParameters
    post: operations['ContainerKill']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/update': {
    parameters: NoParameters
    post: operations['ContainerUpdate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/rename': {
    parameters: NoParameters
    post: operations['ContainerRename']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/pause': {
    parameters: NoParameters
    post: operations['ContainerPause']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/unpause': {
    parameters: NoParameters
    post: operations['ContainerUnpause']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/attach': {
    parameters: NoParameters
    post: operations['ContainerAttach']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/attach/ws': {
    parameters: NoParameters
    get: operations['ContainerAttachWebsocket']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/wait': {
    parameters: NoParameters
    post: operations['ContainerWait']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}': {
    parameters: NoParameters
    delete: operations['ContainerDelete']
    get?: never; put?: never; post?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/archive': {
    parameters: NoParameters
    get: operations['ContainerArchive']
    put: operations['PutContainerArchive']
    head: operations['ContainerArchiveInfo']
    post?: never; delete?: never; options?: never; patch?: never; trace?: never
  }
  '/containers/prune': {
    parameters: NoParameters
    post: operations['ContainerPrune']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/images/json': {
    parameters: NoParameters
    get: operations['ImageList']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/build': {
    parameters: NoParameters
    post: operations['ImageBuild']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/build/prune': {
    parameters: NoParameters
    post: operations['BuildPrune']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/images/create': {
    parameters: NoParameters
    post: operations['ImageCreate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/images/{name}/json': {
    parameters: NoParameters
    get: operations['ImageInspect']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/images/{name}/attestations': {
    parameters: NoParameters
    get: operations['ImageAttestations']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/images/{name}/history': {
    parameters: NoParameters
    get: operations['ImageHistory']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/images/{name}/push': {
    parameters: NoParameters
    post: operations['ImagePush']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/images/{name}/tag': {
    parameters: NoParameters
    post: operations['ImageTag']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/images/{name}': {
    parameters: NoParameters
    delete: operations['ImageDelete']
    get?: never; put?: never; post?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/images/search': {
    parameters: NoParameters
    get: operations['ImageSearch']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/images/prune': {
    parameters: NoParameters
    post: operations['ImagePrune']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/auth': {
    parameters: NoParameters
    post: operations['SystemAuth']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/info': {
    parameters: NoParameters
    get: operations['SystemInfo']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/version': {
    parameters: NoParameters
    get: operations['SystemVersion']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/_ping': {
    parameters: NoParameters
    get: operations['SystemPing']
    head: operations['SystemPingHead']
    put?: never; post?: never; delete?: never; options?: never; patch?: never; trace?: never
  }
  '/commit': {
    parameters: NoParameters
    post: operations['ImageCommit']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/events': {
    parameters: NoParameters
    get: operations['SystemEvents']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/system/df': {
    parameters: NoParameters
    get: operations['SystemDataUsage']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/images/{name}/get': {
    parameters: NoParameters
    get: operations['ImageGet']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/images/get': {
    parameters: NoParameters
    get: operations['ImageGetAll']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/images/load': {
    parameters: NoParameters
    post: operations['ImageLoad']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/exec': {
    parameters: NoParameters
    post: operations['ContainerExec']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/exec/{id}/start': {
    parameters: NoParameters
    post: operations['ExecStart']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/exec/{id}/resize': {
    parameters: NoParameters
    post: operations['ExecResize']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/exec/{id}/json': {
    parameters: NoParameters
    get: operations['ExecInspect']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/volumes': {
    parameters: NoParameters
    get: operations['VolumeList']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/volumes/create': {
    parameters: NoParameters
    post: operations['VolumeCreate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/volumes/{name}': {
    parameters: NoParameters
    get: operations['VolumeInspect']
    put: operations['VolumeUpdate']
    delete: operations['VolumeDelete']
    post?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/volumes/prune': {
    parameters: NoParameters
    post: operations['VolumePrune']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/networks': {
    parameters: NoParameters
    get: operations['NetworkList']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/networks/{id}': {
    parameters: NoParameters
    get: operations['NetworkInspect']
    delete: operations['NetworkDelete']
    put?: never; post?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/networks/create': {
    parameters: NoParameters
    post: operations['NetworkCreate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/networks/{id}/connect': {
    parameters: NoParameters
    post: operations['NetworkConnect']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/networks/{id}/disconnect': {
    parameters: NoParameters
    post: operations['NetworkDisconnect']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/networks/prune': {
    parameters: NoParameters
    post: operations['NetworkPrune']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/plugins': {
    parameters: NoParameters
    get: operations['PluginList']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/plugins/privileges': {
    parameters: NoParameters
    get: operations['GetPluginPrivileges']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/plugins/pull': {
    parameters: NoParameters
    post: operations['PluginPull']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/plugins/{name}/json': {
    parameters: NoParameters
    get: operations['PluginInspect']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/plugins/{name}': {
    parameters: NoParameters
    delete: operations['PluginDelete']
    get?: never; put?: never; post?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/plugins/{name}/enable': {
    parameters: NoParameters
    post: operations['PluginEnable']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/plugins/{name}/disable': {
    parameters: NoParameters
    post: operations['PluginDisable']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/plugins/{name}/upgrade': {
    parameters: NoParameters
    post: operations['PluginUpgrade']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/plugins/create': {
    parameters: NoParameters
    post: operations['PluginCreate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/plugins/{name}/push': {
    parameters: NoParameters
    post: operations['PluginPush']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/plugins/{name}/set': {
    parameters: NoParameters
    post: operations['PluginSet']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/nodes': {
    parameters: NoParameters
    get: operations['NodeList']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/nodes/{id}': {
    parameters: NoParameters
    get: operations['NodeInspect']
    delete: operations['NodeDelete']
    put?: never; post?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/nodes/{id}/update': {
    parameters: NoParameters
    post: operations['NodeUpdate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/swarm': {
    parameters: NoParameters
    get: operations['SwarmInspect']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/swarm/init': {
    parameters: NoParameters
    post: operations['SwarmInit']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/swarm/join': {
    parameters: NoParameters
    post: operations['SwarmJoin']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/swarm/leave': {
    parameters: NoParameters
    post: operations['SwarmLeave']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/swarm/update': {
    parameters: NoParameters
    post: operations['SwarmUpdate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/swarm/unlockkey': {
    parameters: NoParameters
    get: operations['SwarmUnlockkey']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/swarm/unlock': {
    parameters: NoParameters
    post: operations['SwarmUnlock']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/services': {
    parameters: NoParameters
    get: operations['ServiceList']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/services/create': {
    parameters: NoParameters
    post: operations['ServiceCreate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/services/{id}': {
    parameters: NoParameters
    get: operations['ServiceInspect']
    delete: operations['ServiceDelete']
    put?: never; post?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/services/{id}/update': {
    parameters: NoParameters
    post: operations['ServiceUpdate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/services/{id}/logs': {
    parameters: NoParameters
    get: operations['ServiceLogs']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/tasks': {
    parameters: NoParameters
    get: operations['TaskList']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/tasks/{id}': {
    parameters: NoParameters
    get: operations['TaskInspect']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/tasks/{id}/logs': {
    parameters: NoParameters
    get: operations['TaskLogs']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/secrets': {
    parameters: NoParameters
    get: operations['SecretList']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/secrets/create': {
    parameters: NoParameters
    post: operations['SecretCreate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/secrets/{id}': {
    parameters: NoParameters
    get: operations['SecretInspect']
    delete: operations['SecretDelete']
    put?: never; post?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/secrets/{id}/update': {
    parameters: NoParameters
    post: operations['SecretUpdate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/configs': {
    parameters: NoParameters
    get: operations['ConfigList']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/configs/create': {
    parameters: NoParameters
    post: operations['ConfigCreate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/configs/{id}': {
    parameters: NoParameters
    get: operations['ConfigInspect']
    delete: operations['ConfigDelete']
    put?: never; post?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/configs/{id}/update': {
    parameters: NoParameters
    post: operations['ConfigUpdate']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/distribution/{name}/json': {
    parameters: NoParameters
    get: operations['DistributionInspect']
    put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/session': {
    parameters: NoParameters
    post: operations['Session']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/checkpoints': {
    parameters: NoParameters
    get: operations['CheckpointList']
    post: operations['CheckpointCreate']
    put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/containers/{id}/checkpoints/{checkpoint}': {
    parameters: NoParameters
    delete: operations['CheckpointDelete']
    get?: never; put?: never; post?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/grpc': {
    parameters: NoParameters
    post: operations['Grpc']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
  '/build/cancel': {
    parameters: NoParameters
    post: operations['BuildCancel']
    get?: never; put?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never
  }
}

/** Every operation of the API by its id: parameters, request body and responses. */
export interface operations {
  /**
   * List containers.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerList GET /containers/json}
   */
  ContainerList: {
    parameters: { query?: ContainerListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<ContainerSummary[]>
      400: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Create a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerCreate POST /containers/create}
   */
  ContainerCreate: {
    parameters: { query?: ContainerCreateQuery; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': ContainerCreateRequest } }
    responses: {
      201: JsonResponse<ContainerCreateResponse>
      400: FailedResponse
      404: FailedResponse
      409: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Inspect a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerInspect GET /containers/{id}/json}
   */
  ContainerInspect: {
    parameters: { query?: ContainerInspectQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<ContainerInspectResponse>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * List processes running inside a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerTop GET /containers/{id}/top}
   */
  ContainerTop: {
    parameters: { query?: ContainerTopQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<ContainerTopResponse>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Get container logs.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerLogs GET /containers/{id}/logs}
   */
  ContainerLogs: {
    parameters: { query?: ContainerLogsQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Get changes on a container’s filesystem.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerChanges GET /containers/{id}/changes}
   */
  ContainerChanges: {
    parameters: { query?: never; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<FilesystemChange[] | null>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Export a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerExport GET /containers/{id}/export}
   */
  ContainerExport: {
    parameters: { query?: never; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/octet-stream': string; 'application/x-tar': string } }
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Get container stats based on resource usage.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerStats GET /containers/{id}/stats}
   */
  ContainerStats: {
    parameters: { query?: ContainerStatsQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<ContainerStatsResponse>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Resize a container TTY.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerResize POST /containers/{id}/resize}
   */
  ContainerResize: {
    parameters: { query: ContainerResizeQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Start a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerStart POST /containers/{id}/start}
   */
  ContainerStart: {
    parameters: { query?: ContainerStartQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      304: NoContent
      400: FailedResponse
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Stop a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerStop POST /containers/{id}/stop}
   */
  ContainerStop: {
    parameters: { query?: ContainerStopQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      304: NoContent
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Restart a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerRestart POST /containers/{id}/restart}
   */
  ContainerRestart: {
    parameters: { query?: ContainerRestartQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Kill a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerKill POST /containers/{id}/kill}
   */
  ContainerKill: {
    parameters: { query?: ContainerKillQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: FailedResponse
      409: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Update a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerUpdate POST /containers/{id}/update}
   */
  ContainerUpdate: {
    parameters: { query?: never; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody: { content: { 'application/json': ContainerUpdateRequest } }
    responses: {
      200: JsonResponse<ContainerUpdateResponse>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Rename a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerRename POST /containers/{id}/rename}
   */
  ContainerRename: {
    parameters: { query: ContainerRenameQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: FailedResponse
      409: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Pause a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerPause POST /containers/{id}/pause}
   */
  ContainerPause: {
    parameters: { query?: never; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Unpause a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerUnpause POST /containers/{id}/unpause}
   */
  ContainerUnpause: {
    parameters: { query?: never; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Attach to a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerAttach POST /containers/{id}/attach}
   */
  ContainerAttach: {
    parameters: { query?: ContainerAttachQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      101: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      200: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      400: FailedResponse
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Attach to a container via a websocket.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerAttachWebsocket GET /containers/{id}/attach/ws}
   */
  ContainerAttachWebsocket: {
    parameters: { query?: ContainerAttachWebsocketQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      101: NoContent
      200: NoContent
      400: FailedResponse
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Wait for a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerWait POST /containers/{id}/wait}
   */
  ContainerWait: {
    parameters: { query?: ContainerWaitQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<ContainerWaitResponse>
      400: FailedResponse
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Remove a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerDelete DELETE /containers/{id}}
   */
  ContainerDelete: {
    parameters: { query?: ContainerDeleteQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      400: FailedResponse
      404: FailedResponse
      409: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Get an archive of a filesystem resource in a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerArchive GET /containers/{id}/archive}
   */
  ContainerArchive: {
    parameters: { query: ContainerArchiveQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/x-tar': string } }
      400: FailedResponse
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Extract an archive of files or folders to a directory in a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/PutContainerArchive PUT /containers/{id}/archive}
   */
  PutContainerArchive: {
    parameters: { query: PutContainerArchiveQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody: { content: { 'application/x-tar': unknown } }
    responses: {
      200: NoContent
      400: FailedResponse
      403: FailedResponse
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Get information about files in a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerArchiveInfo HEAD /containers/{id}/archive}
   */
  ContainerArchiveInfo: {
    parameters: { query: ContainerArchiveInfoQuery; header?: never; path: {
      /** ID or name of the container */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: { 'X-Docker-Container-Path-Stat'?: string; [name: string]: unknown }; content?: never }
      400: FailedResponse
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Delete stopped containers.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerPrune POST /containers/prune}
   */
  ContainerPrune: {
    parameters: { query?: ContainerPruneQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<ContainerPruneResponse>
      500: FailedResponse
    }
  }
  /**
   * List Images.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageList GET /images/json}
   */
  ImageList: {
    parameters: { query?: ImageListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<ImageSummary[]>
      500: FailedResponse
    }
  }
  /**
   * Build an image.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageBuild POST /build}
   */
  ImageBuild: {
    parameters: { query?: ImageBuildQuery; header?: { 'X-Registry-Config'?: string | undefined }; path?: never; cookie?: never }
    requestBody?: { content: { 'application/x-tar': unknown } }
    responses: {
      200: JsonResponse<BuildInfo>
      400: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Delete builder cache.
   * @since API 1.31
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/BuildPrune POST /build/prune}
   */
  BuildPrune: {
    parameters: { query?: BuildPruneQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<BuildPruneResponse>
      500: FailedResponse
    }
  }
  /**
   * Create an image.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageCreate POST /images/create}
   */
  ImageCreate: {
    parameters: { query?: ImageCreateQuery; header?: { 'X-Registry-Auth'?: string | undefined }; path?: never; cookie?: never }
    requestBody?: { content: { 'application/x-tar': unknown } }
    responses: {
      200: JsonResponse<CreateImageInfo>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Inspect an image.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageInspect GET /images/{name}/json}
   */
  ImageInspect: {
    parameters: { query?: ImageInspectQuery; header?: never; path: {
      /** Image name or id */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<ImageInspect>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Get attestation statements for an image.
   * @since API 1.55
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageAttestations GET /images/{name}/attestations}
   */
  ImageAttestations: {
    parameters: { query?: ImageAttestationsQuery; header?: never; path: {
      /** Image name or id */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<AttestationStatement[]>
      400: FailedResponse
      404: FailedResponse
      500: FailedResponse
      501: FailedResponse
    }
  }
  /**
   * Get the history of an image.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageHistory GET /images/{name}/history}
   */
  ImageHistory: {
    parameters: { query?: ImageHistoryQuery; header?: never; path: {
      /** Image name or ID */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<ImageHistoryResponseItem[]>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Push an image.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImagePush POST /images/{name}/push}
   */
  ImagePush: {
    parameters: { query?: ImagePushQuery; header: { 'X-Registry-Auth': string }; path: {
      /** Name of the image to push. For example, `registry.example.com/myimage`. */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<PushImageInfo>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Tag an image.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageTag POST /images/{name}/tag}
   */
  ImageTag: {
    parameters: { query?: ImageTagQuery; header?: never; path: {
      /** Image name or ID to tag. */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      201: NoContent
      400: FailedResponse
      404: FailedResponse
      409: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Remove an image.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageDelete DELETE /images/{name}}
   */
  ImageDelete: {
    parameters: { query?: ImageDeleteQuery; header?: never; path: {
      /** Image name or ID */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<ImageDeleteResponseItem[]>
      404: FailedResponse
      409: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Search images.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageSearch GET /images/search}
   */
  ImageSearch: {
    parameters: { query: ImageSearchQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<ImageSearchResponseItem[]>
      500: FailedResponse
    }
  }
  /**
   * Delete unused images.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImagePrune POST /images/prune}
   */
  ImagePrune: {
    parameters: { query?: ImagePruneQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<ImagePruneResponse>
      500: FailedResponse
    }
  }
  /**
   * Check auth configuration.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/System/operation/SystemAuth POST /auth}
   */
  SystemAuth: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: { content: { 'application/json': AuthConfig } }
    responses: {
      200: JsonResponse<AuthResponse>
      204: NoContent
      401: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Get system information.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/System/operation/SystemInfo GET /info}
   */
  SystemInfo: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<SystemInfo>
      500: FailedResponse
    }
  }
  /**
   * Get version.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/System/operation/SystemVersion GET /version}
   */
  SystemVersion: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<SystemVersion>
      500: FailedResponse
    }
  }
  /**
   * Ping.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/System/operation/SystemPing GET /_ping}
   */
  SystemPing: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: { 'Api-Version'?: string; 'Builder-Version'?: string; 'Docker-Experimental'?: boolean; Swarm?: 'inactive' | 'pending' | 'error' | 'locked' | 'active/worker' | 'active/manager'; 'Cache-Control'?: string; Pragma?: string; [name: string]: unknown }; content: { 'text/plain': string } }
      500: { headers: { 'Cache-Control'?: string; Pragma?: string; [name: string]: unknown }; content: { 'application/json': ErrorResponse } }
    }
  }
  /**
   * Ping.
   * @since API 1.40
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/System/operation/SystemPingHead HEAD /_ping}
   */
  SystemPingHead: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: { 'Api-Version'?: string; 'Builder-Version'?: string; 'Docker-Experimental'?: boolean; Swarm?: 'inactive' | 'pending' | 'error' | 'locked' | 'active/worker' | 'active/manager'; 'Cache-Control'?: string; Pragma?: string; [name: string]: unknown }; content: { 'text/plain': string } }
      500: FailedResponse
    }
  }
  /**
   * Create a new image from a container.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageCommit POST /commit}
   */
  ImageCommit: {
    parameters: { query?: ImageCommitQuery; header?: never; path?: never; cookie?: never }
    requestBody?: { content: { 'application/json': ContainerConfig } }
    responses: {
      201: JsonResponse<IDResponse>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Monitor events.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/System/operation/SystemEvents GET /events}
   */
  SystemEvents: {
    parameters: { query?: SystemEventsQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/json': EventMessage; 'application/jsonl': EventMessage; 'application/x-ndjson': EventMessage; 'application/json-seq': EventMessage } }
      400: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Get data usage information.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/System/operation/SystemDataUsage GET /system/df}
   */
  SystemDataUsage: {
    parameters: { query?: SystemDataUsageQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<SystemDataUsageResponse>
      500: FailedResponse
    }
  }
  /**
   * Export an image.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageGet GET /images/{name}/get}
   */
  ImageGet: {
    parameters: { query?: ImageGetQuery; header?: never; path: {
      /** Image name or ID */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/x-tar': string } }
      500: FailedResponse
    }
  }
  /**
   * Export several images.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageGetAll GET /images/get}
   */
  ImageGetAll: {
    parameters: { query?: ImageGetAllQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/x-tar': string } }
      500: FailedResponse
    }
  }
  /**
   * Import images.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageLoad POST /images/load}
   */
  ImageLoad: {
    parameters: { query?: ImageLoadQuery; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/x-tar': unknown } }
    responses: {
      200: JsonResponse<LoadImageInfo>
      500: FailedResponse
    }
  }
  /**
   * Create an exec instance.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Exec/operation/ContainerExec POST /containers/{id}/exec}
   */
  ContainerExec: {
    parameters: { query?: never; header?: never; path: {
      /** ID or name of container */
      id: string
    }; cookie?: never }
    requestBody: { content: { 'application/json': ExecConfig } }
    responses: {
      201: JsonResponse<IDResponse>
      404: FailedResponse
      409: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Start an exec instance.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Exec/operation/ExecStart POST /exec/{id}/start}
   */
  ExecStart: {
    parameters: { query?: never; header?: never; path: {
      /** Exec instance ID */
      id: string
    }; cookie?: never }
    requestBody?: { content: { 'application/json': ExecStartConfig } }
    responses: {
      101: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      200: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      404: FailedResponse
      409: FailedResponse
    }
  }
  /**
   * Resize an exec instance.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Exec/operation/ExecResize POST /exec/{id}/resize}
   */
  ExecResize: {
    parameters: { query: ExecResizeQuery; header?: never; path: {
      /** Exec instance ID */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      400: FailedResponse
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Inspect an exec instance.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Exec/operation/ExecInspect GET /exec/{id}/json}
   */
  ExecInspect: {
    parameters: { query?: never; header?: never; path: {
      /** Exec instance ID */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<ExecInspectResponse>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * List volumes.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Volume/operation/VolumeList GET /volumes}
   */
  VolumeList: {
    parameters: { query?: VolumeListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<VolumeListResponse>
      500: FailedResponse
    }
  }
  /**
   * Create a volume.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Volume/operation/VolumeCreate POST /volumes/create}
   */
  VolumeCreate: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': VolumeCreateRequest } }
    responses: {
      201: JsonResponse<Volume>
      500: FailedResponse
    }
  }
  /**
   * Inspect a volume.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Volume/operation/VolumeInspect GET /volumes/{name}}
   */
  VolumeInspect: {
    parameters: { query?: never; header?: never; path: {
      /** Volume name or ID */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Volume>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * "Update a volume. Valid only for Swarm cluster volumes".
   * @since API 1.42
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Volume/operation/VolumeUpdate PUT /volumes/{name}}
   */
  VolumeUpdate: {
    parameters: { query: VolumeUpdateQuery; header?: never; path: {
      /** The name or ID of the volume */
      name: string
    }; cookie?: never }
    requestBody?: { content: { 'application/json': VolumeUpdateRequest } }
    responses: {
      200: NoContent
      400: FailedResponse
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Remove a volume.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Volume/operation/VolumeDelete DELETE /volumes/{name}}
   */
  VolumeDelete: {
    parameters: { query?: VolumeDeleteQuery; header?: never; path: {
      /** Volume name or ID */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: FailedResponse
      409: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Delete unused volumes.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Volume/operation/VolumePrune POST /volumes/prune}
   */
  VolumePrune: {
    parameters: { query?: VolumePruneQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<VolumePruneResponse>
      500: FailedResponse
    }
  }
  /**
   * List networks.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkList GET /networks}
   */
  NetworkList: {
    parameters: { query?: NetworkListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<NetworkSummary[]>
      500: FailedResponse
    }
  }
  /**
   * Inspect a network.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkInspect GET /networks/{id}}
   */
  NetworkInspect: {
    parameters: { query?: NetworkInspectQuery; header?: never; path: {
      /** Network ID or name */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<NetworkInspect>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Remove a network.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkDelete DELETE /networks/{id}}
   */
  NetworkDelete: {
    parameters: { query?: never; header?: never; path: {
      /** Network ID or name */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      403: FailedResponse
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Create a network.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkCreate POST /networks/create}
   */
  NetworkCreate: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': NetworkCreateRequest } }
    responses: {
      201: JsonResponse<NetworkCreateResponse>
      400: FailedResponse
      403: FailedResponse
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Connect a container to a network.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkConnect POST /networks/{id}/connect}
   */
  NetworkConnect: {
    parameters: { query?: never; header?: never; path: {
      /** Network ID or name */
      id: string
    }; cookie?: never }
    requestBody: { content: { 'application/json': NetworkConnectRequest } }
    responses: {
      200: NoContent
      400: FailedResponse
      403: FailedResponse
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Disconnect a container from a network.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkDisconnect POST /networks/{id}/disconnect}
   */
  NetworkDisconnect: {
    parameters: { query?: never; header?: never; path: {
      /** Network ID or name */
      id: string
    }; cookie?: never }
    requestBody: { content: { 'application/json': NetworkDisconnectRequest } }
    responses: {
      200: NoContent
      403: FailedResponse
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Delete unused networks.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkPrune POST /networks/prune}
   */
  NetworkPrune: {
    parameters: { query?: NetworkPruneQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<NetworkPruneResponse>
      500: FailedResponse
    }
  }
  /**
   * List plugins.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginList GET /plugins}
   */
  PluginList: {
    parameters: { query?: PluginListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Plugin[]>
      500: FailedResponse
    }
  }
  /**
   * Get plugin privileges.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/GetPluginPrivileges GET /plugins/privileges}
   */
  GetPluginPrivileges: {
    parameters: { query: GetPluginPrivilegesQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<PluginPrivilege[] | null>
      500: FailedResponse
    }
  }
  /**
   * Install a plugin.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginPull POST /plugins/pull}
   */
  PluginPull: {
    parameters: { query: PluginPullQuery; header?: { 'X-Registry-Auth'?: string | undefined }; path?: never; cookie?: never }
    requestBody?: { content: { 'application/json': readonly PluginPrivilege[] } }
    responses: {
      200: JsonResponse<PluginInfo>
      500: FailedResponse
    }
  }
  /**
   * Inspect a plugin.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginInspect GET /plugins/{name}/json}
   */
  PluginInspect: {
    parameters: { query?: never; header?: never; path: {
      /** The name of the plugin. The `:latest` tag is optional, and is the default if omitted. */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Plugin>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Remove a plugin.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginDelete DELETE /plugins/{name}}
   */
  PluginDelete: {
    parameters: { query?: PluginDeleteQuery; header?: never; path: {
      /** The name of the plugin. The `:latest` tag is optional, and is the default if omitted. */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Enable a plugin.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginEnable POST /plugins/{name}/enable}
   */
  PluginEnable: {
    parameters: { query?: PluginEnableQuery; header?: never; path: {
      /** The name of the plugin. The `:latest` tag is optional, and is the default if omitted. */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Disable a plugin.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginDisable POST /plugins/{name}/disable}
   */
  PluginDisable: {
    parameters: { query?: PluginDisableQuery; header?: never; path: {
      /** The name of the plugin. The `:latest` tag is optional, and is the default if omitted. */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Upgrade a plugin.
   * @since API 1.26
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginUpgrade POST /plugins/{name}/upgrade}
   */
  PluginUpgrade: {
    parameters: { query: PluginUpgradeQuery; header?: { 'X-Registry-Auth'?: string | undefined }; path: {
      /** The name of the plugin. The `:latest` tag is optional, and is the default if omitted. */
      name: string
    }; cookie?: never }
    requestBody?: { content: { 'application/json': readonly PluginPrivilege[] } }
    responses: {
      200: JsonResponse<PluginInfo>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Create a plugin.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginCreate POST /plugins/create}
   */
  PluginCreate: {
    parameters: { query: PluginCreateQuery; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/x-tar': unknown } }
    responses: {
      204: NoContent
      500: FailedResponse
    }
  }
  /**
   * Push a plugin.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginPush POST /plugins/{name}/push}
   */
  PluginPush: {
    parameters: { query?: never; header?: { 'X-Registry-Auth'?: string | undefined }; path: {
      /** The name of the plugin. The `:latest` tag is optional, and is the default if omitted. */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<PluginInfo>
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Configure a plugin.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginSet POST /plugins/{name}/set}
   */
  PluginSet: {
    parameters: { query?: never; header?: never; path: {
      /** The name of the plugin. The `:latest` tag is optional, and is the default if omitted. */
      name: string
    }; cookie?: never }
    requestBody?: { content: { 'application/json': readonly string[] } }
    responses: {
      204: NoContent
      404: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * List nodes.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Node/operation/NodeList GET /nodes}
   */
  NodeList: {
    parameters: { query?: NodeListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Node[]>
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Inspect a node.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Node/operation/NodeInspect GET /nodes/{id}}
   */
  NodeInspect: {
    parameters: { query?: never; header?: never; path: {
      /** The ID or name of the node */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Node>
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Delete a node.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Node/operation/NodeDelete DELETE /nodes/{id}}
   */
  NodeDelete: {
    parameters: { query?: NodeDeleteQuery; header?: never; path: {
      /** The ID or name of the node */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Update a node.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Node/operation/NodeUpdate POST /nodes/{id}/update}
   */
  NodeUpdate: {
    parameters: { query: NodeUpdateQuery; header?: never; path: {
      /** The ID of the node */
      id: string
    }; cookie?: never }
    requestBody?: { content: { 'application/json': NodeSpec } }
    responses: {
      200: NoContent
      400: FailedResponse
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Inspect swarm.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmInspect GET /swarm}
   */
  SwarmInspect: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Swarm>
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Initialize a new swarm.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmInit POST /swarm/init}
   */
  SwarmInit: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': SwarmInitRequest } }
    responses: {
      200: JsonResponse<string>
      400: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Join an existing swarm.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmJoin POST /swarm/join}
   */
  SwarmJoin: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': SwarmJoinRequest } }
    responses: {
      200: NoContent
      400: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Leave a swarm.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmLeave POST /swarm/leave}
   */
  SwarmLeave: {
    parameters: { query?: SwarmLeaveQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Update a swarm.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmUpdate POST /swarm/update}
   */
  SwarmUpdate: {
    parameters: { query: SwarmUpdateQuery; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': SwarmSpec } }
    responses: {
      200: NoContent
      400: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Get the unlock key.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmUnlockkey GET /swarm/unlockkey}
   */
  SwarmUnlockkey: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<UnlockKeyResponse>
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Unlock a locked manager.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmUnlock POST /swarm/unlock}
   */
  SwarmUnlock: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': SwarmUnlockRequest } }
    responses: {
      200: NoContent
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * List services.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Service/operation/ServiceList GET /services}
   */
  ServiceList: {
    parameters: { query?: ServiceListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Service[]>
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Create a service.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Service/operation/ServiceCreate POST /services/create}
   */
  ServiceCreate: {
    parameters: { query?: never; header?: { 'X-Registry-Auth'?: string | undefined }; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': ServiceCreateRequest } }
    responses: {
      201: JsonResponse<ServiceCreateResponse>
      400: FailedResponse
      403: FailedResponse
      409: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Inspect a service.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Service/operation/ServiceInspect GET /services/{id}}
   */
  ServiceInspect: {
    parameters: { query?: ServiceInspectQuery; header?: never; path: {
      /** ID or name of service. */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Service>
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Delete a service.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Service/operation/ServiceDelete DELETE /services/{id}}
   */
  ServiceDelete: {
    parameters: { query?: never; header?: never; path: {
      /** ID or name of service. */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Update a service.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Service/operation/ServiceUpdate POST /services/{id}/update}
   */
  ServiceUpdate: {
    parameters: { query: ServiceUpdateQuery; header?: { 'X-Registry-Auth'?: string | undefined }; path: {
      /** ID or name of service. */
      id: string
    }; cookie?: never }
    requestBody: { content: { 'application/json': ServiceUpdateRequest } }
    responses: {
      200: JsonResponse<ServiceUpdateResponse>
      400: FailedResponse
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Get service logs.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Service/operation/ServiceLogs GET /services/{id}/logs}
   */
  ServiceLogs: {
    parameters: { query?: ServiceLogsQuery; header?: never; path: {
      /** ID or name of the service */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * List tasks.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Task/operation/TaskList GET /tasks}
   */
  TaskList: {
    parameters: { query?: TaskListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Task[]>
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Inspect a task.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Task/operation/TaskInspect GET /tasks/{id}}
   */
  TaskInspect: {
    parameters: { query?: never; header?: never; path: {
      /** ID of the task */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Task>
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Get task logs.
   * @since API 1.29
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Task/operation/TaskLogs GET /tasks/{id}/logs}
   */
  TaskLogs: {
    parameters: { query?: TaskLogsQuery; header?: never; path: {
      /** ID of the task */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * List secrets.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Secret/operation/SecretList GET /secrets}
   */
  SecretList: {
    parameters: { query?: SecretListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Secret[]>
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Create a secret.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Secret/operation/SecretCreate POST /secrets/create}
   */
  SecretCreate: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: { content: { 'application/json': SecretCreateRequest } }
    responses: {
      201: JsonResponse<SecretCreateResponse>
      409: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Inspect a secret.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Secret/operation/SecretInspect GET /secrets/{id}}
   */
  SecretInspect: {
    parameters: { query?: never; header?: never; path: {
      /** ID of the secret */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Secret>
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Delete a secret.
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Secret/operation/SecretDelete DELETE /secrets/{id}}
   */
  SecretDelete: {
    parameters: { query?: never; header?: never; path: {
      /** ID of the secret */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Update a Secret.
   * @since API 1.26
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Secret/operation/SecretUpdate POST /secrets/{id}/update}
   */
  SecretUpdate: {
    parameters: { query: SecretUpdateQuery; header?: never; path: {
      /** The ID or name of the secret */
      id: string
    }; cookie?: never }
    requestBody?: { content: { 'application/json': SecretSpec } }
    responses: {
      200: NoContent
      400: FailedResponse
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * List configs.
   * @since API 1.30
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Config/operation/ConfigList GET /configs}
   */
  ConfigList: {
    parameters: { query?: ConfigListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Config[]>
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Create a config.
   * @since API 1.30
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Config/operation/ConfigCreate POST /configs/create}
   */
  ConfigCreate: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: { content: { 'application/json': ConfigCreateRequest } }
    responses: {
      201: JsonResponse<ConfigCreateResponse>
      409: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Inspect a config.
   * @since API 1.30
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Config/operation/ConfigInspect GET /configs/{id}}
   */
  ConfigInspect: {
    parameters: { query?: never; header?: never; path: {
      /** ID of the config */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<Config>
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Delete a config.
   * @since API 1.30
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Config/operation/ConfigDelete DELETE /configs/{id}}
   */
  ConfigDelete: {
    parameters: { query?: never; header?: never; path: {
      /** ID of the config */
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Update a Config.
   * @since API 1.30
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Config/operation/ConfigUpdate POST /configs/{id}/update}
   */
  ConfigUpdate: {
    parameters: { query: ConfigUpdateQuery; header?: never; path: {
      /** The ID or name of the config */
      id: string
    }; cookie?: never }
    requestBody?: { content: { 'application/json': ConfigSpec } }
    responses: {
      200: NoContent
      400: FailedResponse
      404: FailedResponse
      500: FailedResponse
      503: FailedResponse
    }
  }
  /**
   * Get image information from the registry.
   * @since API 1.30
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Distribution/operation/DistributionInspect GET /distribution/{name}/json}
   */
  DistributionInspect: {
    parameters: { query?: never; header?: { 'X-Registry-Auth'?: string | undefined }; path: {
      /** Image name or id */
      name: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<DistributionInspect>
      401: FailedResponse
      500: FailedResponse
    }
  }
  /**
   * Initialize interactive session.
   * @since API 1.31
   * @deprecated since API 1.53
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Session/operation/Session POST /session}
   */
  Session: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      101: NoContent
      400: FailedResponse
      500: FailedResponse
    }
  }
  /** @since API 1.25 or earlier */
  CheckpointList: {
    parameters: { query?: CheckpointListQuery; header?: never; path: {
      id: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonResponse<CheckpointSummary[] | null>
      500: FailedResponse
    }
  }
  /** @since API 1.25 or earlier */
  CheckpointCreate: {
    parameters: { query?: never; header?: never; path: {
      id: string
    }; cookie?: never }
    requestBody: { content: { 'application/json': CheckpointCreateRequest } }
    responses: {
      201: NoContent
      500: FailedResponse
    }
  }
  /** @since API 1.25 or earlier */
  CheckpointDelete: {
    parameters: { query?: CheckpointDeleteQuery; header?: never; path: {
      id: string
      checkpoint: string
    }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      500: FailedResponse
    }
  }
  /**
   * @since API 1.40
   * @deprecated since API 1.53
   */
  Grpc: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      101: NoContent
      500: FailedResponse
    }
  }
  /** @since API 1.39 */
  BuildCancel: {
    parameters: { query: BuildCancelQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      500: FailedResponse
    }
  }
}

/** The API's own types by name, as the API documents have them under `components`. */
export interface components {
  schemas: {
    Address: Address
    AttestationStatement: AttestationStatement
    AuthConfig: AuthConfig
    AuthResponse: AuthResponse
    BuildCache: BuildCache
    BuildCacheDiskUsage: BuildCacheDiskUsage
    BuildIdentity: BuildIdentity
    BuildInfo: BuildInfo
    BuildPruneResponse: BuildPruneResponse
    ChangeType: ChangeType
    CheckpointCreateRequest: CheckpointCreateRequest
    CheckpointSummary: CheckpointSummary
    ClusterInfo: ClusterInfo
    ClusterVolume: ClusterVolume
    ClusterVolumeInfo: ClusterVolumeInfo
    ClusterVolumeMount: ClusterVolumeMount
    ClusterVolumePublishStatusItem: ClusterVolumePublishStatusItem
    ClusterVolumeSpec: ClusterVolumeSpec
    ClusterVolumeSpecAccessMode: ClusterVolumeSpecAccessMode
    ClusterVolumeSpecAccessModeAccessibilityRequirements: ClusterVolumeSpecAccessModeAccessibilityRequirements
    ClusterVolumeSpecAccessModeCapacityRange: ClusterVolumeSpecAccessModeCapacityRange
    ClusterVolumeSpecAccessModeSecretsItem: ClusterVolumeSpecAccessModeSecretsItem
    Commit: Commit
    Config: Config
    ConfigCreateRequest: ConfigCreateRequest
    ConfigCreateResponse: ConfigCreateResponse
    ConfigReference: ConfigReference
    ConfigSpec: ConfigSpec
    ConfigSpecReceived: ConfigSpecReceived
    ContainerBlkioStatEntry: ContainerBlkioStatEntry
    ContainerBlkioStats: ContainerBlkioStats
    ContainerCPUStats: ContainerCPUStats
    ContainerCPUUsage: ContainerCPUUsage
    ContainerConfig: ContainerConfig
    ContainerConfigReceived: ContainerConfigReceived
    ContainerCreateRequest: ContainerCreateRequest
    ContainerCreateResponse: ContainerCreateResponse
    ContainerInspectResponse: ContainerInspectResponse
    ContainerMemoryStats: ContainerMemoryStats
    ContainerNetworkStats: ContainerNetworkStats
    ContainerPidsStats: ContainerPidsStats
    ContainerPruneResponse: ContainerPruneResponse
    ContainerState: ContainerState
    ContainerStatsResponse: ContainerStatsResponse
    ContainerStatus: ContainerStatus
    ContainerStorageStats: ContainerStorageStats
    ContainerSummary: ContainerSummary
    ContainerSummaryHealth: ContainerSummaryHealth
    ContainerSummaryHostConfig: ContainerSummaryHostConfig
    ContainerSummaryNetworkSettings: ContainerSummaryNetworkSettings
    ContainerThrottlingData: ContainerThrottlingData
    ContainerTopResponse: ContainerTopResponse
    ContainerUpdateRequest: ContainerUpdateRequest
    ContainerUpdateResponse: ContainerUpdateResponse
    ContainerWaitExitError: ContainerWaitExitError
    ContainerWaitResponse: ContainerWaitResponse
    ContainerdInfo: ContainerdInfo
    ContainerdInfoNamespaces: ContainerdInfoNamespaces
    ContainersDiskUsage: ContainersDiskUsage
    CreateImageInfo: CreateImageInfo
    DeviceInfo: DeviceInfo
    DeviceMapping: DeviceMapping
    DeviceRequest: DeviceRequest
    DistributionInspect: DistributionInspect
    Driver: Driver
    DriverData: DriverData
    EndpointIPAMConfig: EndpointIPAMConfig
    EndpointPortConfig: EndpointPortConfig
    EndpointResource: EndpointResource
    EndpointSettings: EndpointSettings
    EndpointSettingsReceived: EndpointSettingsReceived
    EndpointSpec: EndpointSpec
    EngineDescription: EngineDescription
    EngineDescriptionPluginsItem: EngineDescriptionPluginsItem
    ErrorDetail: ErrorDetail
    ErrorResponse: ErrorResponse
    EventActor: EventActor
    EventMessage: EventMessage
    ExecConfig: ExecConfig
    ExecInspectResponse: ExecInspectResponse
    ExecStartConfig: ExecStartConfig
    FilesystemChange: FilesystemChange
    FirewallInfo: FirewallInfo
    GenericResources: GenericResources
    GenericResourcesItem: GenericResourcesItem
    GenericResourcesItemDiscreteResourceSpec: GenericResourcesItemDiscreteResourceSpec
    GenericResourcesItemNamedResourceSpec: GenericResourcesItemNamedResourceSpec
    Health: Health
    HealthConfig: HealthConfig
    HealthcheckResult: HealthcheckResult
    HostConfig: HostConfig
    HostConfigLogConfig: HostConfigLogConfig
    HostConfigLogConfigReceived: HostConfigLogConfigReceived
    HostConfigReceived: HostConfigReceived
    IDResponse: IDResponse
    IPAM: IPAM
    IPAMConfig: IPAMConfig
    IPAMReceived: IPAMReceived
    IPAMStatus: IPAMStatus
    Identity: Identity
    ImageConfig: ImageConfig
    ImageDeleteResponseItem: ImageDeleteResponseItem
    ImageHistoryResponseItem: ImageHistoryResponseItem
    ImageID: ImageID
    ImageInspect: ImageInspect
    ImageInspectMetadata: ImageInspectMetadata
    ImageInspectRootFS: ImageInspectRootFS
    ImageManifestSummary: ImageManifestSummary
    ImageManifestSummaryAttestationData: ImageManifestSummaryAttestationData
    ImageManifestSummaryImageData: ImageManifestSummaryImageData
    ImageManifestSummaryImageDataSize: ImageManifestSummaryImageDataSize
    ImageManifestSummarySize: ImageManifestSummarySize
    ImagePruneResponse: ImagePruneResponse
    ImageSearchResponseItem: ImageSearchResponseItem
    ImageSummary: ImageSummary
    ImagesDiskUsage: ImagesDiskUsage
    IndexInfo: IndexInfo
    JoinTokens: JoinTokens
    KnownSignerIdentity: KnownSignerIdentity
    Limit: Limit
    LoadImageInfo: LoadImageInfo
    LocalNodeState: LocalNodeState
    ManagerStatus: ManagerStatus
    Mount: Mount
    MountBindOptions: MountBindOptions
    MountImageOptions: MountImageOptions
    MountPoint: MountPoint
    MountTmpfsOptions: MountTmpfsOptions
    MountType: MountType
    MountVolumeOptions: MountVolumeOptions
    MountVolumeOptionsDriverConfig: MountVolumeOptionsDriverConfig
    NRIInfo: NRIInfo
    Network: Network
    NetworkAttachment: NetworkAttachment
    NetworkAttachmentConfig: NetworkAttachmentConfig
    NetworkConnectRequest: NetworkConnectRequest
    NetworkCreateRequest: NetworkCreateRequest
    NetworkCreateResponse: NetworkCreateResponse
    NetworkDisconnectRequest: NetworkDisconnectRequest
    NetworkInspect: NetworkInspect
    NetworkPruneResponse: NetworkPruneResponse
    NetworkSettings: NetworkSettings
    NetworkStatus: NetworkStatus
    NetworkSummary: NetworkSummary
    NetworkTaskInfo: NetworkTaskInfo
    NetworkingConfig: NetworkingConfig
    Node: Node
    NodeCSIInfo: NodeCSIInfo
    NodeDescription: NodeDescription
    NodeSpec: NodeSpec
    NodeSpecReceived: NodeSpecReceived
    NodeState: NodeState
    NodeStatus: NodeStatus
    OCIDescriptor: OCIDescriptor
    OCIPlatform: OCIPlatform
    ObjectVersion: ObjectVersion
    PeerInfo: PeerInfo
    PeerNode: PeerNode
    Platform: Platform
    Plugin: Plugin
    PluginConfig: PluginConfig
    PluginConfigArgs: PluginConfigArgs
    PluginConfigInterface: PluginConfigInterface
    PluginConfigLinux: PluginConfigLinux
    PluginConfigNetwork: PluginConfigNetwork
    PluginConfigRootfs: PluginConfigRootfs
    PluginConfigUser: PluginConfigUser
    PluginDevice: PluginDevice
    PluginEnv: PluginEnv
    PluginInfo: PluginInfo
    PluginMount: PluginMount
    PluginPrivilege: PluginPrivilege
    PluginSettings: PluginSettings
    PluginsInfo: PluginsInfo
    PortBinding: PortBinding
    PortMap: PortMap
    PortStatus: PortStatus
    PortSummary: PortSummary
    ProcessConfig: ProcessConfig
    ProgressDetail: ProgressDetail
    PullIdentity: PullIdentity
    PushImageInfo: PushImageInfo
    Reachability: Reachability
    RegistryServiceConfig: RegistryServiceConfig
    ResourceObject: ResourceObject
    Resources: Resources
    ResourcesBlkioWeightDeviceItem: ResourcesBlkioWeightDeviceItem
    ResourcesUlimitsItem: ResourcesUlimitsItem
    RestartPolicy: RestartPolicy
    RestartPolicyReceived: RestartPolicyReceived
    RootFSStorage: RootFSStorage
    RootFSStorageSnapshot: RootFSStorageSnapshot
    Runtime: Runtime
    Secret: Secret
    SecretCreateRequest: SecretCreateRequest
    SecretCreateResponse: SecretCreateResponse
    SecretSpec: SecretSpec
    SecretSpecReceived: SecretSpecReceived
    Service: Service
    ServiceCreateRequest: ServiceCreateRequest
    ServiceCreateResponse: ServiceCreateResponse
    ServiceEndpoint: ServiceEndpoint
    ServiceEndpointVirtualIPsItem: ServiceEndpointVirtualIPsItem
    ServiceInfo: ServiceInfo
    ServiceJobStatus: ServiceJobStatus
    ServiceServiceStatus: ServiceServiceStatus
    ServiceSpec: ServiceSpec
    ServiceSpecMode: ServiceSpecMode
    ServiceSpecModeReplicated: ServiceSpecModeReplicated
    ServiceSpecModeReplicatedJob: ServiceSpecModeReplicatedJob
    ServiceSpecReceived: ServiceSpecReceived
    ServiceSpecRollbackConfig: ServiceSpecRollbackConfig
    ServiceSpecUpdateConfig: ServiceSpecUpdateConfig
    ServiceUpdateRequest: ServiceUpdateRequest
    ServiceUpdateResponse: ServiceUpdateResponse
    ServiceUpdateStatus: ServiceUpdateStatus
    SignatureIdentity: SignatureIdentity
    SignatureTimestamp: SignatureTimestamp
    SignatureTimestampType: SignatureTimestampType
    SignatureType: SignatureType
    SignerIdentity: SignerIdentity
    Storage: Storage
    SubnetStatus: SubnetStatus
    Swarm: Swarm
    SwarmDriver: SwarmDriver
    SwarmIPAMConfig: SwarmIPAMConfig
    SwarmIPAMOptions: SwarmIPAMOptions
    SwarmInfo: SwarmInfo
    SwarmInitRequest: SwarmInitRequest
    SwarmJoinRequest: SwarmJoinRequest
    SwarmNetwork: SwarmNetwork
    SwarmNetworkSpec: SwarmNetworkSpec
    SwarmSpec: SwarmSpec
    SwarmSpecCAConfig: SwarmSpecCAConfig
    SwarmSpecCAConfigExternalCAsItem: SwarmSpecCAConfigExternalCAsItem
    SwarmSpecDispatcher: SwarmSpecDispatcher
    SwarmSpecEncryptionConfig: SwarmSpecEncryptionConfig
    SwarmSpecOrchestration: SwarmSpecOrchestration
    SwarmSpecRaft: SwarmSpecRaft
    SwarmSpecTaskDefaults: SwarmSpecTaskDefaults
    SwarmSpecTaskDefaultsLogDriver: SwarmSpecTaskDefaultsLogDriver
    SwarmTopology: SwarmTopology
    SwarmUnlockRequest: SwarmUnlockRequest
    SystemDataUsageResponse: SystemDataUsageResponse
    SystemInfo: SystemInfo
    SystemInfoDefaultAddressPoolsItem: SystemInfoDefaultAddressPoolsItem
    SystemVersion: SystemVersion
    SystemVersionComponentsItem: SystemVersionComponentsItem
    SystemVersionPlatform: SystemVersionPlatform
    TLSInfo: TLSInfo
    Task: Task
    TaskSpec: TaskSpec
    TaskSpecContainerSpec: TaskSpecContainerSpec
    TaskSpecContainerSpecConfigsItem: TaskSpecContainerSpecConfigsItem
    TaskSpecContainerSpecConfigsItemFile: TaskSpecContainerSpecConfigsItemFile
    TaskSpecContainerSpecDNSConfig: TaskSpecContainerSpecDNSConfig
    TaskSpecContainerSpecPrivileges: TaskSpecContainerSpecPrivileges
    TaskSpecContainerSpecPrivilegesAppArmor: TaskSpecContainerSpecPrivilegesAppArmor
    TaskSpecContainerSpecPrivilegesCredentialSpec: TaskSpecContainerSpecPrivilegesCredentialSpec
    TaskSpecContainerSpecPrivilegesSELinuxContext: TaskSpecContainerSpecPrivilegesSELinuxContext
    TaskSpecContainerSpecPrivilegesSeccomp: TaskSpecContainerSpecPrivilegesSeccomp
    TaskSpecContainerSpecSecretsItem: TaskSpecContainerSpecSecretsItem
    TaskSpecContainerSpecSecretsItemFile: TaskSpecContainerSpecSecretsItemFile
    TaskSpecContainerSpecUlimitsItem: TaskSpecContainerSpecUlimitsItem
    TaskSpecLogDriver: TaskSpecLogDriver
    TaskSpecNetworkAttachmentSpec: TaskSpecNetworkAttachmentSpec
    TaskSpecPlacement: TaskSpecPlacement
    TaskSpecPlacementPreferencesItem: TaskSpecPlacementPreferencesItem
    TaskSpecPlacementPreferencesItemSpread: TaskSpecPlacementPreferencesItemSpread
    TaskSpecPluginSpec: TaskSpecPluginSpec
    TaskSpecResources: TaskSpecResources
    TaskSpecRestartPolicy: TaskSpecRestartPolicy
    TaskState: TaskState
    TaskStatus: TaskStatus
    ThrottleDevice: ThrottleDevice
    Timestamp: Timestamp
    Topology: Topology
    UnlockKeyResponse: UnlockKeyResponse
    Volume: Volume
    VolumeAttachment: VolumeAttachment
    VolumeCreateRequest: VolumeCreateRequest
    VolumeListResponse: VolumeListResponse
    VolumePruneResponse: VolumePruneResponse
    VolumeUpdateRequest: VolumeUpdateRequest
    VolumeUsageData: VolumeUsageData
    VolumesDiskUsage: VolumesDiskUsage
  }
}

/** Operations whose response is a stream: of frames, of JSON records, or of bytes. */
export interface streams {
  ContainerLogs: { kind: 'frames'; method: 'GET'; path: '/containers/{id}/logs' }
  ContainerExport: { kind: 'bytes'; method: 'GET'; path: '/containers/{id}/export' }
  ContainerStats: { kind: 'records'; record: ContainerStatsResponse; method: 'GET'; path: '/containers/{id}/stats' }
  ContainerArchive: { kind: 'bytes'; method: 'GET'; path: '/containers/{id}/archive' }
  ImageBuild: { kind: 'records'; record: BuildInfo; method: 'POST'; path: '/build' }
  ImageCreate: { kind: 'records'; record: CreateImageInfo; method: 'POST'; path: '/images/create' }
  ImagePush: { kind: 'records'; record: PushImageInfo; method: 'POST'; path: '/images/{name}/push' }
  SystemEvents: { kind: 'records'; record: EventMessage; method: 'GET'; path: '/events' }
  ImageGet: { kind: 'bytes'; method: 'GET'; path: '/images/{name}/get' }
  ImageGetAll: { kind: 'bytes'; method: 'GET'; path: '/images/get' }
  ImageLoad: { kind: 'records'; record: LoadImageInfo; method: 'POST'; path: '/images/load' }
  PluginPull: { kind: 'records'; record: PluginInfo; method: 'POST'; path: '/plugins/pull' }
  PluginUpgrade: { kind: 'records'; record: PluginInfo; method: 'POST'; path: '/plugins/{name}/upgrade' }
  PluginPush: { kind: 'records'; record: PluginInfo; method: 'POST'; path: '/plugins/{name}/push' }
  ServiceLogs: { kind: 'frames'; method: 'GET'; path: '/services/{id}/logs' }
  TaskLogs: { kind: 'frames'; method: 'GET'; path: '/tasks/{id}/logs' }
}

/** Operations that take the connection over: what it speaks then, and the method of fairlead that does it. */
export interface hijacks {
  ContainerAttach: { protocol: 'tcp'; through: 'tunnel'; method: 'POST'; path: '/containers/{id}/attach' }
  ContainerAttachWebsocket: { protocol: 'websocket'; through: 'upgrade'; method: 'GET'; path: '/containers/{id}/attach/ws' }
  ExecStart: { protocol: 'tcp'; through: 'tunnel'; method: 'POST'; path: '/exec/{id}/start' }
  Session: { protocol: 'h2c'; through: 'upgrade'; method: 'POST'; path: '/session' }
  Grpc: { protocol: 'h2c'; through: 'upgrade'; method: 'POST'; path: '/grpc' }
}

/** Operations whose response is a value, or empty, by method and path. */
export interface valueRoutes {
  DELETE: {
    '/containers/{id}': operations['ContainerDelete']
    '/images/{name}': operations['ImageDelete']
    '/volumes/{name}': operations['VolumeDelete']
    '/networks/{id}': operations['NetworkDelete']
    '/plugins/{name}': operations['PluginDelete']
    '/nodes/{id}': operations['NodeDelete']
    '/services/{id}': operations['ServiceDelete']
    '/secrets/{id}': operations['SecretDelete']
    '/configs/{id}': operations['ConfigDelete']
    '/containers/{id}/checkpoints/{checkpoint}': operations['CheckpointDelete']
  }
  GET: {
    '/containers/json': operations['ContainerList']
    '/containers/{id}/json': operations['ContainerInspect']
    '/containers/{id}/top': operations['ContainerTop']
    '/containers/{id}/changes': operations['ContainerChanges']
    '/images/json': operations['ImageList']
    '/images/{name}/json': operations['ImageInspect']
    '/images/{name}/attestations': operations['ImageAttestations']
    '/images/{name}/history': operations['ImageHistory']
    '/images/search': operations['ImageSearch']
    '/info': operations['SystemInfo']
    '/version': operations['SystemVersion']
    '/_ping': operations['SystemPing']
    '/system/df': operations['SystemDataUsage']
    '/exec/{id}/json': operations['ExecInspect']
    '/volumes': operations['VolumeList']
    '/volumes/{name}': operations['VolumeInspect']
    '/networks': operations['NetworkList']
    '/networks/{id}': operations['NetworkInspect']
    '/plugins': operations['PluginList']
    '/plugins/privileges': operations['GetPluginPrivileges']
    '/plugins/{name}/json': operations['PluginInspect']
    '/nodes': operations['NodeList']
    '/nodes/{id}': operations['NodeInspect']
    '/swarm': operations['SwarmInspect']
    '/swarm/unlockkey': operations['SwarmUnlockkey']
    '/services': operations['ServiceList']
    '/services/{id}': operations['ServiceInspect']
    '/tasks': operations['TaskList']
    '/tasks/{id}': operations['TaskInspect']
    '/secrets': operations['SecretList']
    '/secrets/{id}': operations['SecretInspect']
    '/configs': operations['ConfigList']
    '/configs/{id}': operations['ConfigInspect']
    '/distribution/{name}/json': operations['DistributionInspect']
    '/containers/{id}/checkpoints': operations['CheckpointList']
  }
  HEAD: {
    '/containers/{id}/archive': operations['ContainerArchiveInfo']
    '/_ping': operations['SystemPingHead']
  }
  POST: {
    '/containers/create': operations['ContainerCreate']
    '/containers/{id}/resize': operations['ContainerResize']
    '/containers/{id}/start': operations['ContainerStart']
    '/containers/{id}/stop': operations['ContainerStop']
    '/containers/{id}/restart': operations['ContainerRestart']
    '/containers/{id}/kill': operations['ContainerKill']
    '/containers/{id}/update': operations['ContainerUpdate']
    '/containers/{id}/rename': operations['ContainerRename']
    '/containers/{id}/pause': operations['ContainerPause']
    '/containers/{id}/unpause': operations['ContainerUnpause']
    '/containers/{id}/wait': operations['ContainerWait']
    '/containers/prune': operations['ContainerPrune']
    '/build/prune': operations['BuildPrune']
    '/images/{name}/tag': operations['ImageTag']
    '/images/prune': operations['ImagePrune']
    '/auth': operations['SystemAuth']
    '/commit': operations['ImageCommit']
    '/containers/{id}/exec': operations['ContainerExec']
    '/exec/{id}/resize': operations['ExecResize']
    '/volumes/create': operations['VolumeCreate']
    '/volumes/prune': operations['VolumePrune']
    '/networks/create': operations['NetworkCreate']
    '/networks/{id}/connect': operations['NetworkConnect']
    '/networks/{id}/disconnect': operations['NetworkDisconnect']
    '/networks/prune': operations['NetworkPrune']
    '/plugins/{name}/enable': operations['PluginEnable']
    '/plugins/{name}/disable': operations['PluginDisable']
    '/plugins/create': operations['PluginCreate']
    '/plugins/{name}/set': operations['PluginSet']
    '/nodes/{id}/update': operations['NodeUpdate']
    '/swarm/init': operations['SwarmInit']
    '/swarm/join': operations['SwarmJoin']
    '/swarm/leave': operations['SwarmLeave']
    '/swarm/update': operations['SwarmUpdate']
    '/swarm/unlock': operations['SwarmUnlock']
    '/services/create': operations['ServiceCreate']
    '/services/{id}/update': operations['ServiceUpdate']
    '/secrets/create': operations['SecretCreate']
    '/secrets/{id}/update': operations['SecretUpdate']
    '/configs/create': operations['ConfigCreate']
    '/configs/{id}/update': operations['ConfigUpdate']
    '/containers/{id}/checkpoints': operations['CheckpointCreate']
    '/build/cancel': operations['BuildCancel']
  }
  PUT: {
    '/containers/{id}/archive': operations['PutContainerArchive']
    '/volumes/{name}': operations['VolumeUpdate']
  }
}

/** Operations whose response is a stream, by method and path. */
export interface streamRoutes {
  DELETE: {
  }
  GET: {
    '/containers/{id}/logs': operations['ContainerLogs']
    '/containers/{id}/export': operations['ContainerExport']
    '/containers/{id}/stats': operations['ContainerStats']
    '/containers/{id}/archive': operations['ContainerArchive']
    '/events': operations['SystemEvents']
    '/images/{name}/get': operations['ImageGet']
    '/images/get': operations['ImageGetAll']
    '/services/{id}/logs': operations['ServiceLogs']
    '/tasks/{id}/logs': operations['TaskLogs']
  }
  HEAD: {
  }
  POST: {
    '/build': operations['ImageBuild']
    '/images/create': operations['ImageCreate']
    '/images/{name}/push': operations['ImagePush']
    '/images/load': operations['ImageLoad']
    '/plugins/pull': operations['PluginPull']
    '/plugins/{name}/upgrade': operations['PluginUpgrade']
    '/plugins/{name}/push': operations['PluginPush']
  }
  PUT: {
  }
}

/** Address represents an IPv4 or IPv6 IP address. */
export interface Address {
  /** IP address. */
  Addr?: string
  /** Mask length of the IP address. */
  PrefixLen?: number
}

/** AttestationStatement is a single in-toto statement attached to an image. */
export interface AttestationStatement {
  /**
   * A descriptor struct containing digest, media type, and size, as defined in the [OCI Content Descriptors
   * Specification](https://github.com/opencontainers/image-spec/blob/v1.0.1/descriptor.md).
   */
  Descriptor: OCIDescriptor
  /** The in-toto predicate type URI of this statement. */
  PredicateType: string
  /**
   * The verbatim in-toto statement JSON. Only included when the caller opts in via the `statement=true` query
   * parameter; otherwise absent.
   */
  Statement?: Record<string, unknown> | null
}

export interface AuthConfig {
  username?: string | undefined
  password?: string | undefined
  serveraddress?: string | undefined
  /**
   * Email is an optional value associated with the username.
   * @deprecated since API 1.25, removed in API 1.52
   */
  email?: string | undefined
  auth?: string | undefined
  /** A token that stands for user name and password. */
  identitytoken?: string | undefined
  /** A bearer token for the registry. */
  registrytoken?: string | undefined
}

/** An identity token was generated successfully. */
export interface AuthResponse {
  /** The status of the authentication */
  Status: string
  /** An opaque token used to authenticate a user after a successful login */
  IdentityToken?: string
}

/** BuildCache contains information about a build cache record. */
export interface BuildCache {
  /** Unique ID of the build cache record. */
  ID: string
  /** List of parent build cache record IDs. */
  Parents?: string[]
  /** Cache record type. */
  Type: 'internal' | 'frontend' | 'source.local' | 'source.git.checkout' | 'exec.cachemount' | 'regular'
  /** Description of the build-step that produced the build cache. */
  Description: string
  /** Indicates if the build cache is in use. */
  InUse: boolean
  /** Indicates if the build cache is shared. */
  Shared: boolean
  /** Amount of disk space used by the build cache (in bytes). */
  Size: number
  /**
   * Date and time at which the build cache was created in [RFC 3339](https://www.ietf.org/rfc/rfc3339.txt) format with
   * nano-seconds.
   */
  CreatedAt: string
  /**
   * Date and time at which the build cache was last used in [RFC 3339](https://www.ietf.org/rfc/rfc3339.txt) format
   * with nano-seconds.
   */
  LastUsedAt: string | null
  UsageCount: number
  /** @deprecated removed in API 1.42 */
  Parent?: string
  /**
   * `Parents` as Engines write it, with a space before it.
   * @since API 1.42
   */
  ' Parents'?: string[]
}

/** represents system data usage for build cache resources. */
export interface BuildCacheDiskUsage {
  /** Count of active build cache records. */
  ActiveCount?: number
  /** Count of all build cache records. */
  TotalCount?: number
  /** Disk space that can be reclaimed by removing inactive build cache records. */
  Reclaimable?: number
  /** Disk space in use by build cache records. */
  TotalSize?: number
  /** List of build cache records. */
  Items?: BuildCache[]
}

/** The query of POST /build/cancel. */
export interface BuildCancelQuery {
  id: string
}

/** BuildIdentity contains build reference information if image was created via build. */
export interface BuildIdentity {
  /**
   * Ref is the identifier for the build request. This reference can be used to look up the build details in BuildKit
   * history API.
   */
  Ref?: string
  /** CreatedAt is the time when the build ran. */
  CreatedAt?: string
}

export interface BuildInfo {
  id?: string
  stream?: string
  errorDetail?: ErrorDetail
  status?: string
  progressDetail?: ProgressDetail
  /** Image ID or Digest */
  aux?: ImageID | string
  /** @deprecated since API 1.48 */
  progress?: string
  /** @deprecated since API 1.48 */
  error?: string
}

/** The filters of POST /build/prune: values of one key are alternatives, keys must all match. */
export interface BuildPruneFilters {
  /** `description=<string>` */
  description?: readonly string[] | undefined
  /** `id=<id>` */
  id?: readonly string[] | undefined
  /** `inuse` */
  inuse?: readonly string[] | undefined
  /** `parent=<id>` */
  parent?: readonly string[] | undefined
  /** `private` */
  private?: readonly string[] | undefined
  /** `shared` */
  shared?: readonly string[] | undefined
  /** `type=<string>` */
  type?: readonly string[] | undefined
  /** `until=<timestamp>` remove cache older than `<timestamp>`. */
  until?: readonly string[] | undefined
}

/** The query of POST /build/prune. */
export interface BuildPruneQuery {
  /**
   * Amount of disk space in bytes to keep for cache
   * @since API 1.48
   */
  'reserved-space'?: number | undefined
  /**
   * Maximum amount of disk space allowed to keep for cache
   * @since API 1.48
   */
  'max-used-space'?: number | undefined
  /**
   * Target amount of free disk space after pruning
   * @since API 1.48
   */
  'min-free-space'?: number | undefined
  /**
   * Remove all types of build cache
   * @since API 1.39
   */
  all?: boolean | undefined
  /**
   * Lists of values by key, as in `{ label: ['a=b'] }`.
   * @since API 1.39
   */
  filters?: BuildPruneFilters | undefined
  /**
   * Amount of disk space in bytes to keep for cache
   * @since API 1.39
   * @deprecated since API 1.48, removed in API 1.52
   */
  'keep-storage'?: number | undefined
}

export interface BuildPruneResponse {
  /** @since API 1.39 */
  CachesDeleted: string[] | null
  /** Disk space reclaimed in bytes */
  SpaceReclaimed: number
}

/** Kind of change */
export type ChangeType = 0 | 1 | 2

export interface CheckpointCreateRequest {
  CheckpointID: string
  CheckpointDir?: string | undefined
  Exit?: boolean | undefined
}

/** The query of DELETE /containers/{id}/checkpoints/{checkpoint}. */
export interface CheckpointDeleteQuery {
  dir?: string | undefined
}

/** The query of GET /containers/{id}/checkpoints. */
export interface CheckpointListQuery {
  dir?: string | undefined
}

export interface CheckpointSummary {
  Name: string
}

/**
 * ClusterInfo represents information about the swarm as is returned by the "/info" endpoint. Join-tokens are not
 * included.
 */
export interface ClusterInfo {
  /** The ID of the swarm. */
  ID: string
  /** The version number of the object such as node, service, etc. This is needed to avoid conflicting writes. */
  Version: ObjectVersion
  /**
   * Date and time at which the swarm was initialised in [RFC 3339](https://www.ietf.org/rfc/rfc3339.txt) format with
   * nano-seconds.
   */
  CreatedAt: string
  /**
   * Date and time at which the swarm was last updated in [RFC 3339](https://www.ietf.org/rfc/rfc3339.txt) format with
   * nano-seconds.
   */
  UpdatedAt: string
  /** User modifiable swarm configuration. */
  Spec: SwarmSpec
  /**
   * Information about the issuer of leaf TLS certificates and the trusted root CA certificate.
   * @since API 1.30
   */
  TLSInfo: TLSInfo
  /**
   * Whether there is currently a root CA rotation in progress for the swarm
   * @since API 1.30
   */
  RootRotationInProgress: boolean
  /**
   * DataPathPort specifies the data path port number for data traffic. Acceptable port range is 1024 to 49151.
   * @since API 1.40
   */
  DataPathPort?: number
  /**
   * Default Address Pool specifies default subnet pools for global scope networks.
   * @since API 1.39
   */
  DefaultAddrPool?: string[] | null
  /**
   * SubnetSize specifies the subnet size of the networks created from the default subnet pool.
   * @since API 1.39
   */
  SubnetSize?: number
}

/** Options and information specific to, and only present on, Swarm CSI cluster volumes. */
export interface ClusterVolume {
  /**
   * The Swarm ID of this volume. Because cluster volumes are Swarm objects, they have an ID, unlike non-cluster
   * volumes.
   */
  ID?: string
  /** The version number of the object such as node, service, etc. This is needed to avoid conflicting writes. */
  Version?: ObjectVersion
  CreatedAt?: string
  UpdatedAt?: string
  /** Cluster-specific options used to create the volume. */
  Spec?: ClusterVolumeSpec
  /** Information about the global status of the volume. */
  Info?: ClusterVolumeInfo
  /** The status of the volume as it pertains to its publishing and use on specific nodes */
  PublishStatus?: ClusterVolumePublishStatusItem[]
}

/** Information about the global status of the volume. */
export interface ClusterVolumeInfo {
  /** The capacity of the volume in bytes. A value of 0 indicates that the capacity is unknown. */
  CapacityBytes?: number
  /** A map of strings to strings returned from the storage plugin when the volume is created. */
  VolumeContext?: Record<string, string>
  /**
   * The ID of the volume as returned by the CSI storage plugin. This is distinct from the volume's ID as provided by
   * Docker.
   */
  VolumeID?: string
  /** The topology this volume is actually accessible from. */
  AccessibleTopology?: Topology[]
}

export interface ClusterVolumeMount {
  FsType?: string | undefined
  MountFlags?: string[] | undefined
}

export interface ClusterVolumePublishStatusItem {
  /** The ID of the Swarm node the volume is published on. */
  NodeID?: string
  /** The published state of the volume. */
  State?: 'pending-publish' | 'published' | 'pending-node-unpublish' | 'pending-controller-unpublish'
  /** A map of strings to strings returned by the CSI controller plugin when a volume is published. */
  PublishContext?: Record<string, string>
}

/** Cluster-specific options used to create the volume. */
export interface ClusterVolumeSpec {
  /**
   * Group defines the volume group of this volume. Volumes belonging to the same group can be referred to by group name
   * when creating Services.
   */
  Group?: string | undefined
  /** Defines how the volume is used by tasks. */
  AccessMode?: ClusterVolumeSpecAccessMode | undefined
  Secrets?: ClusterVolumeSpecAccessModeSecretsItem[] | undefined
  AccessibilityRequirements?: ClusterVolumeSpecAccessModeAccessibilityRequirements | undefined
  CapacityRange?: ClusterVolumeSpecAccessModeCapacityRange | undefined
  Availability?: 'active' | 'pause' | 'drain' | undefined
}

/** Defines how the volume is used by tasks. */
export interface ClusterVolumeSpecAccessMode {
  /** The set of nodes this volume can be used on at one time. */
  Scope?: 'single' | 'multi' | undefined
  /** The number and way that different tasks can use this volume at one time. */
  Sharing?: 'none' | 'readonly' | 'onewriter' | 'all' | undefined
  /** Options for using this volume as a Mount-type volume. */
  MountVolume?: ClusterVolumeMount | undefined
  BlockVolume?: EmptyObject | undefined
}

/** Requirements for the accessible topology of the volume. These fields are optional. */
export interface ClusterVolumeSpecAccessModeAccessibilityRequirements {
  /** A list of required topologies, at least one of which the volume must be accessible from. */
  Requisite?: Topology[] | undefined
  /** A list of topologies that the volume should attempt to be provisioned in. */
  Preferred?: Topology[] | undefined
}

/** The desired capacity that the volume should be created with. If empty, the plugin will decide the capacity. */
export interface ClusterVolumeSpecAccessModeCapacityRange {
  /** The volume must be at least this big. The value of 0 indicates an unspecified minimum */
  RequiredBytes?: number | undefined
  /** The volume must not be bigger than this. The value of 0 indicates an unspecified maximum. */
  LimitBytes?: number | undefined
}

/** One cluster volume secret entry. Defines a key-value pair that is passed to the plugin. */
export interface ClusterVolumeSpecAccessModeSecretsItem {
  /** Key is the name of the key of the key-value pair passed to the plugin. */
  Key?: string | undefined
  /** Secret is the swarm Secret object from which to read data. This can be a Secret name or ID. */
  Secret?: string | undefined
}

/**
 * Commit holds the Git-commit (SHA1) that a binary was built from, as reported in the version-string of external tools,
 * such as `containerd`, or `runC`.
 */
export interface Commit {
  /** Actual commit ID of external tool. */
  ID: string
  /**
   * Commit ID of external tool expected by dockerd as set at build time.
   * @deprecated since API 1.48, removed in API 1.49
   */
  Expected?: string
}

export interface Config {
  ID: string
  /** The version number of the object such as node, service, etc. This is needed to avoid conflicting writes. */
  Version: ObjectVersion
  CreatedAt: string
  UpdatedAt: string
  Spec: ConfigSpecReceived
}

export interface ConfigCreateRequest extends ConfigSpec {}

export interface ConfigCreateResponse {
  /** The id of the config. */
  ID: string
}

/** The filters of GET /configs: values of one key are alternatives, keys must all match. */
export interface ConfigListFilters {
  /** `id=<config id>` */
  id?: readonly string[] | undefined
  /** `label=<key> or label=<key>=value` */
  label?: readonly string[] | undefined
  /** `name=<config name>` */
  name?: readonly string[] | undefined
  /** `names=<config name>` */
  names?: readonly string[] | undefined
}

/** The query of GET /configs. */
export interface ConfigListQuery {
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: ConfigListFilters | undefined
}

/** The config-only network source to provide the configuration for this network. */
export interface ConfigReference {
  /**
   * The name of the config-only network that provides the network's configuration. The specified network must be an
   * existing config-only network.
   */
  Network?: string | undefined
}

export interface ConfigSpec {
  /** User-defined name of the config. */
  Name?: string | undefined
  /** User-defined key/value metadata. */
  Labels?: Record<string, string> | null | undefined
  /**
   * Data is the data to store as a config, formatted as a standard base64-encoded ([RFC
   * 4648](https://tools.ietf.org/html/rfc4648#section-4)) string.
   */
  Data?: string | undefined
  /**
   * Templating driver, if applicable
   * @since API 1.37
   */
  Templating?: Driver | undefined
}

export interface ConfigSpecReceived extends ConfigSpec {
  /** User-defined name of the config. */
  Name: string
  /** User-defined key/value metadata. */
  Labels: Record<string, string> | null
}

/** The query of POST /configs/{id}/update. */
export interface ConfigUpdateQuery {
  /** The version number of the config object being updated. This is required to avoid conflicting writes. */
  version: number
}

/** The query of HEAD /containers/{id}/archive. */
export interface ContainerArchiveInfoQuery {
  /** Resource in the container’s filesystem to archive. */
  path: string
}

/** The query of GET /containers/{id}/archive. */
export interface ContainerArchiveQuery {
  /** Resource in the container’s filesystem to archive. */
  path: string
}

/** The query of POST /containers/{id}/attach. */
export interface ContainerAttachQuery {
  /**
   * Override the key sequence for detaching a container.Format is a single character `[a-Z]` or `ctrl-<value>` where
   * `<value>` is one of: `a-z`, `@`, `^`, `[`, `,` or `_`.
   */
  detachKeys?: string | undefined
  /** Replay previous logs from the container. */
  logs?: boolean | undefined
  /** Stream attached streams from the time the request was made onwards. */
  stream?: boolean | undefined
  /** Attach to `stdin` */
  stdin?: boolean | undefined
  /** Attach to `stdout` */
  stdout?: boolean | undefined
  /** Attach to `stderr` */
  stderr?: boolean | undefined
}

/** The query of GET /containers/{id}/attach/ws. */
export interface ContainerAttachWebsocketQuery {
  /**
   * Override the key sequence for detaching a container.Format is a single character `[a-Z]` or `ctrl-<value>` where
   * `<value>` is one of: `a-z`, `@`, `^`, `[`, `,`, or `_`.
   */
  detachKeys?: string | undefined
  /** Return logs */
  logs?: boolean | undefined
  /** Return stream */
  stream?: boolean | undefined
  /**
   * Attach to `stdin`
   * @since API 1.42
   */
  stdin?: boolean | undefined
  /**
   * Attach to `stdout`
   * @since API 1.42
   */
  stdout?: boolean | undefined
  /**
   * Attach to `stderr`
   * @since API 1.42
   */
  stderr?: boolean | undefined
}

/** Blkio stats entry. */
export interface ContainerBlkioStatEntry {
  major: number
  minor: number
  op: string
  value: number
}

/** BlkioStats stores all IO service stats for data read and write. */
export interface ContainerBlkioStats {
  io_service_bytes_recursive: ContainerBlkioStatEntry[] | null
  /**
   * This field is only available when using Linux containers with cgroups v1. It is omitted or `null` when using
   * cgroups v2.
   */
  io_serviced_recursive: ContainerBlkioStatEntry[] | null
  /**
   * This field is only available when using Linux containers with cgroups v1. It is omitted or `null` when using
   * cgroups v2.
   */
  io_queue_recursive: ContainerBlkioStatEntry[] | null
  /**
   * This field is only available when using Linux containers with cgroups v1. It is omitted or `null` when using
   * cgroups v2.
   */
  io_service_time_recursive: ContainerBlkioStatEntry[] | null
  /**
   * This field is only available when using Linux containers with cgroups v1. It is omitted or `null` when using
   * cgroups v2.
   */
  io_wait_time_recursive: ContainerBlkioStatEntry[] | null
  /**
   * This field is only available when using Linux containers with cgroups v1. It is omitted or `null` when using
   * cgroups v2.
   */
  io_merged_recursive: ContainerBlkioStatEntry[] | null
  /**
   * This field is only available when using Linux containers with cgroups v1. It is omitted or `null` when using
   * cgroups v2.
   */
  io_time_recursive: ContainerBlkioStatEntry[] | null
  /**
   * This field is only available when using Linux containers with cgroups v1. It is omitted or `null` when using
   * cgroups v2.
   */
  sectors_recursive: ContainerBlkioStatEntry[] | null
}

/** CPU related info of the container */
export interface ContainerCPUStats {
  /** All CPU stats aggregated since container inception. */
  cpu_usage: ContainerCPUUsage
  /** System Usage. */
  system_cpu_usage?: number
  /** Number of online CPUs. */
  online_cpus?: number
  /** CPU throttling stats of the container. */
  throttling_data: ContainerThrottlingData
}

/** All CPU stats aggregated since container inception. */
export interface ContainerCPUUsage {
  /** Total CPU time consumed in nanoseconds (Linux) or 100's of nanoseconds (Windows). */
  total_usage: number
  /** Total CPU time (in nanoseconds) consumed per core (Linux). */
  percpu_usage?: number[]
  /**
   * Time (in nanoseconds) spent by tasks of the cgroup in kernel mode (Linux), or time spent (in 100's of nanoseconds)
   * by all container processes in kernel mode (Windows).
   */
  usage_in_kernelmode: number
  /**
   * Time (in nanoseconds) spent by tasks of the cgroup in user mode (Linux), or time spent (in 100's of nanoseconds) by
   * all container processes in kernel mode (Windows).
   */
  usage_in_usermode: number
}

/** Configuration for a container that is portable between hosts. */
export interface ContainerConfig {
  /** The hostname to use for the container, as a valid RFC 1123 hostname. */
  Hostname?: string | undefined
  /** The domain name to use for the container. */
  Domainname?: string | undefined
  /**
   * Commands run as this user inside the container. If omitted, commands run as the user specified in the image the
   * container was started from.
   */
  User?: string | undefined
  /** Whether to attach to `stdin`. */
  AttachStdin?: boolean | undefined
  /** Whether to attach to `stdout`. */
  AttachStdout?: boolean | undefined
  /** Whether to attach to `stderr`. */
  AttachStderr?: boolean | undefined
  /** An object mapping ports to an empty object. */
  ExposedPorts?: Record<string, EmptyObject> | null | undefined
  /** Attach standard streams to a TTY, including `stdin` if it is not closed. */
  Tty?: boolean | undefined
  /** Open `stdin` */
  OpenStdin?: boolean | undefined
  /** Close `stdin` after one attached client disconnects */
  StdinOnce?: boolean | undefined
  /**
   * A list of environment variables to set inside the container in the form `["VAR=value", ...]`. A variable without
   * `=` is removed from the environment, rather than to have an empty value.
   */
  Env?: string[] | null | undefined
  /** Command to run specified as a string or an array of strings. */
  Cmd?: string[] | null | undefined
  /** A test to perform to check that the container is healthy. Healthcheck commands should be side-effect free. */
  Healthcheck?: HealthConfig | undefined
  /** Command is already escaped (Windows only) */
  ArgsEscaped?: boolean | null | undefined
  /**
   * The name (or reference) of the image to use when creating the container, or which was used when the container was
   * created.
   */
  Image?: string | undefined
  /** An object mapping mount point paths inside the container to empty objects. */
  Volumes?: Record<string, EmptyObject> | null | undefined
  /** The working directory for commands to run in. */
  WorkingDir?: string | undefined
  /** The entry point for the container as a string or an array of strings. */
  Entrypoint?: string[] | null | undefined
  /** Disable networking for the container. */
  NetworkDisabled?: boolean | null | undefined
  /** `ONBUILD` metadata that were defined in the image's `Dockerfile`. */
  OnBuild?: string[] | null | undefined
  /** User-defined key/value metadata. */
  Labels?: Record<string, string> | null | undefined
  /** Signal to stop a container as a string or unsigned integer. */
  StopSignal?: string | null | undefined
  /** Timeout to stop a container in seconds. If omitted, the daemon-wide default (`default-stop-timeout`) is used. */
  StopTimeout?: number | null | undefined
  /** Shell for when `RUN`, `CMD`, and `ENTRYPOINT` uses a shell. */
  Shell?: string[] | null | undefined
  /**
   * MAC address of the container.
   * @deprecated since API 1.44, removed in API 1.52
   */
  MacAddress?: string | null | undefined
}

export interface ContainerConfigReceived extends ContainerConfig {
  /** The hostname to use for the container, as a valid RFC 1123 hostname. */
  Hostname: string
  /** The domain name to use for the container. */
  Domainname: string
  /**
   * Commands run as this user inside the container. If omitted, commands run as the user specified in the image the
   * container was started from.
   */
  User: string
  /** Whether to attach to `stdin`. */
  AttachStdin: boolean
  /** Whether to attach to `stdout`. */
  AttachStdout: boolean
  /** Whether to attach to `stderr`. */
  AttachStderr: boolean
  /** Attach standard streams to a TTY, including `stdin` if it is not closed. */
  Tty: boolean
  /** Open `stdin` */
  OpenStdin: boolean
  /** Close `stdin` after one attached client disconnects */
  StdinOnce: boolean
  /**
   * The name (or reference) of the image to use when creating the container, or which was used when the container was
   * created.
   */
  Image: string
  /** The working directory for commands to run in. */
  WorkingDir: string
  /**
   * A list of environment variables to set inside the container in the form `["VAR=value", ...]`. A variable without
   * `=` is removed from the environment, rather than to have an empty value.
   */
  Env: string[] | null
  /** Command to run specified as a string or an array of strings. */
  Cmd: string[] | null
  /** An object mapping mount point paths inside the container to empty objects. */
  Volumes: Record<string, EmptyObject> | null
  /** The entry point for the container as a string or an array of strings. */
  Entrypoint: string[] | null
  /** User-defined key/value metadata. */
  Labels: Record<string, string> | null
}

/** The query of POST /containers/create. */
export interface ContainerCreateQuery {
  /** Assign the specified name to the container. Must match `/?[a-zA-Z0-9][a-zA-Z0-9_.-]+`. */
  name?: string | undefined
  /**
   * Platform in the format `os[/arch[/variant]]` used for image lookup.
   * @since API 1.41
   */
  platform?: string | undefined
}

export interface ContainerCreateRequest extends ContainerConfig {
  /** Container configuration that depends on the host we are running on */
  HostConfig?: HostConfig | undefined
  /** NetworkingConfig represents the container's networking configuration for each of its interfaces. */
  NetworkingConfig?: NetworkingConfig | undefined
}

/** OK response to ContainerCreate operation */
export interface ContainerCreateResponse {
  /** The ID of the created container */
  Id: string
  /** Warnings encountered when creating the container */
  Warnings: string[]
}

/** The query of DELETE /containers/{id}. */
export interface ContainerDeleteQuery {
  /** Remove anonymous volumes associated with the container. */
  v?: boolean | undefined
  /** If the container is running, kill it before removing it. */
  force?: boolean | undefined
  /** Remove the specified link associated with the container. */
  link?: boolean | undefined
}

/** The query of GET /containers/{id}/json. */
export interface ContainerInspectQuery {
  /** Return the size of container as fields `SizeRw` and `SizeRootFs` */
  size?: boolean | undefined
}

export interface ContainerInspectResponse {
  /** The ID of this container as a 128-bit (64-character) hexadecimal string (32 bytes). */
  Id: string
  /**
   * Date and time at which the container was created, formatted in [RFC 3339](https://www.ietf.org/rfc/rfc3339.txt)
   * format with nano-seconds.
   */
  Created: string
  /** The path to the command being run */
  Path: string
  /** The arguments to the command being run */
  Args: string[]
  /**
   * ContainerState stores container's running state. It's part of ContainerJSONBase and will be returned by the
   * "inspect" command.
   */
  State: ContainerState
  /** The ID (digest) of the image that this container was created from. */
  Image: string
  /** Location of the `/etc/resolv.conf` generated for the container on the host. */
  ResolvConfPath: string
  /** Location of the `/etc/hostname` generated for the container on the host. */
  HostnamePath: string
  /** Location of the `/etc/hosts` generated for the container on the host. */
  HostsPath: string
  /**
   * Location of the file used to buffer the container's logs. Depending on the logging-driver used for the container,
   * this field may be omitted.
   */
  LogPath: string
  /** The name associated with this container. */
  Name: string
  /** Number of times the container was restarted since it was created, or since daemon was started. */
  RestartCount: number
  /** The storage-driver used for the container's filesystem (graph-driver or snapshotter). */
  Driver: string
  /**
   * The platform (operating system) for which the container was created.
   * @since API 1.40
   */
  Platform: string
  /**
   * OCI descriptor of the platform-specific manifest of the image the container was created from.
   * @since API 1.48
   */
  ImageManifestDescriptor?: OCIDescriptor
  /** SELinux mount label set for the container. */
  MountLabel: string
  /** SELinux process label set for the container. */
  ProcessLabel: string
  /** The AppArmor profile set for the container. */
  AppArmorProfile: string
  /** IDs of exec instances that are running in the container. */
  ExecIDs: string[] | null
  /** Container configuration that depends on the host we are running on */
  HostConfig: HostConfigReceived
  /** Information about the storage driver used to store the container's and image's filesystem. */
  GraphDriver?: DriverData
  /**
   * Information about the storage used by the container.
   * @since API 1.52
   */
  Storage?: Storage
  /** The size of files that have been created or changed by this container. */
  SizeRw?: number
  /**
   * The total size of all files in the read-only layers from the image that the container uses. These layers can be
   * shared between containers.
   */
  SizeRootFs?: number
  /** List of mounts used by the container. */
  Mounts: MountPoint[]
  /** Configuration for a container that is portable between hosts. */
  Config: ContainerConfigReceived
  /** NetworkSettings exposes the network settings in the API */
  NetworkSettings: NetworkSettings
}

/** The query of POST /containers/{id}/kill. */
export interface ContainerKillQuery {
  /** Signal to send to the container as an integer or string (e.g. `SIGINT`). */
  signal?: string | undefined
}

/** The filters of GET /containers/json: values of one key are alternatives, keys must all match. */
export interface ContainerListFilters {
  /** `ancestor`=(`<image-name>[:<tag>]`, `<image id>`, or `<image@digest>`) */
  ancestor?: readonly string[] | undefined
  /**
   * `annotation=key` or `annotation="key=value"` of a container annotation
   * @since API 1.56
   */
  annotation?: readonly string[] | undefined
  /** `before`=(`<container id>` or `<container name>`) */
  before?: readonly string[] | undefined
  /** `exited=<int>` containers with exit code of `<int>` */
  exited?: readonly string[] | undefined
  /**
   * `expose`=(`<port>[/<proto>]`|`<startport-endport>/[<proto>]`)
   * @since API 1.28
   */
  expose?: readonly string[] | undefined
  /** `health`=(`starting`|`healthy`|`unhealthy`|`none`) */
  health?: readonly ('starting' | 'healthy' | 'unhealthy' | 'none')[] | undefined
  /** `id=<ID>` a container's ID */
  id?: readonly string[] | undefined
  /** `is-task=`(`true`|`false`) */
  'is-task'?: readonly ('true' | 'false')[] | undefined
  /** `isolation=`(`default`|`process`|`hyperv`) (Windows daemon only) */
  isolation?: readonly ('default' | 'process' | 'hyperv')[] | undefined
  /** `label=key` or `label="key=value"` of a container label */
  label?: readonly string[] | undefined
  /** `name=<name>` a container's name */
  name?: readonly string[] | undefined
  /** `network`=(`<network id>` or `<network name>`) */
  network?: readonly string[] | undefined
  /**
   * `publish`=(`<port>[/<proto>]`|`<startport-endport>/[<proto>]`)
   * @since API 1.28
   */
  publish?: readonly string[] | undefined
  /** `since`=(`<container id>` or `<container name>`) */
  since?: readonly string[] | undefined
  /** `status=`(`created`|`restarting`|`running`|`removing`|`paused`|`exited`|`dead`) */
  status?: readonly ('created' | 'restarting' | 'running' | 'removing' | 'paused' | 'exited' | 'dead')[] | undefined
  /** `volume`=(`<volume name>` or `<mount point destination>`) */
  volume?: readonly string[] | undefined
}

/** The query of GET /containers/json. */
export interface ContainerListQuery {
  /** Return all containers. By default, only running containers are shown. */
  all?: boolean | undefined
  /** Return this number of most recently created containers, including non-running ones. */
  limit?: number | undefined
  /** Return the size of container as fields `SizeRw` and `SizeRootFs`. */
  size?: boolean | undefined
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: ContainerListFilters | undefined
}

/** The query of GET /containers/{id}/logs. */
export interface ContainerLogsQuery {
  /** Keep connection after returning logs. */
  follow?: boolean | undefined
  /** Return logs from `stdout` */
  stdout?: boolean | undefined
  /** Return logs from `stderr` */
  stderr?: boolean | undefined
  /** Only return logs since this time, as a UNIX timestamp */
  since?: Timestamp | undefined
  /**
   * Only return logs before this time, as a UNIX timestamp
   * @since API 1.35
   */
  until?: Timestamp | undefined
  /** Add timestamps to every log line */
  timestamps?: boolean | undefined
  /**
   * Only return this number of log lines from the end of the logs. Specify as an integer or `all` to output all log
   * lines.
   */
  tail?: 'all' | number | `${number}` | undefined
  details?: boolean | undefined
  /**
   * Records as JSON. Experimental.
   * @since API 1.54
   */
  format?: 'json' | undefined
}

/**
 * Aggregates all memory stats since container inception on Linux. Windows returns stats for commit and private working
 * set only.
 */
export interface ContainerMemoryStats {
  /** Current `res_counter` usage for memory. */
  usage?: number
  /** Maximum usage ever recorded. */
  max_usage?: number
  /** All the stats exported via memory.stat. */
  stats?: Record<string, number>
  /** Number of times memory usage hits limits. */
  failcnt?: number
  /** This field is Linux-specific and omitted for Windows containers. */
  limit?: number
  /** Committed bytes. */
  commitbytes?: number
  /** Peak committed bytes. */
  commitpeakbytes?: number
  /** Private working set. */
  privateworkingset?: number
}

/** Aggregates the network stats of one container */
export interface ContainerNetworkStats {
  /** Bytes received. Windows and Linux. */
  rx_bytes: number
  /** Packets received. Windows and Linux. */
  rx_packets: number
  /** Received errors. Not used on Windows. */
  rx_errors: number
  /** Incoming packets dropped. Windows and Linux. */
  rx_dropped: number
  /** Bytes sent. Windows and Linux. */
  tx_bytes: number
  /** Packets sent. Windows and Linux. */
  tx_packets: number
  /** Sent errors. Not used on Windows. */
  tx_errors: number
  /** Outgoing packets dropped. Windows and Linux. */
  tx_dropped: number
  /** Endpoint ID. Not used on Linux. */
  endpoint_id?: string | null
  /** Instance ID. Not used on Linux. */
  instance_id?: string | null
}

/** PidsStats contains Linux-specific stats of a container's process-IDs (PIDs). */
export interface ContainerPidsStats {
  /** Current is the number of PIDs in the cgroup. */
  current?: number
  /** Limit is the hard limit on the number of pids in the cgroup. A "Limit" of 0 means that there is no limit. */
  limit?: number
}

/** The filters of POST /containers/prune: values of one key are alternatives, keys must all match. */
export interface ContainerPruneFilters {
  /**
   * `label` (`label=<key>`, `label=<key>=<value>`, `label!=<key>`, or `label!=<key>=<value>`) Prune containers with (or
   * without, in case `label!=...` is used) the specified labels.
   * @since API 1.29
   */
  label?: readonly string[] | undefined
  /** @since API 1.29 */
  'label!'?: readonly string[] | undefined
  /** `until=<timestamp>` Prune containers created before this timestamp. */
  until?: readonly string[] | undefined
}

/** The query of POST /containers/prune. */
export interface ContainerPruneQuery {
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: ContainerPruneFilters | undefined
}

export interface ContainerPruneResponse {
  /** Container IDs that were deleted */
  ContainersDeleted: string[] | null
  /** Disk space reclaimed in bytes */
  SpaceReclaimed: number
}

/** The query of POST /containers/{id}/rename. */
export interface ContainerRenameQuery {
  /** New name for the container */
  name: string
}

/** The query of POST /containers/{id}/resize. */
export interface ContainerResizeQuery {
  /** Height of the TTY session in characters */
  h: number
  /** Width of the TTY session in characters */
  w: number
}

/** The query of POST /containers/{id}/restart. */
export interface ContainerRestartQuery {
  /**
   * Signal to send to the container as an integer or string (e.g. `SIGINT`).
   * @since API 1.42
   */
  signal?: string | undefined
  /** Number of seconds to wait before killing the container */
  t?: number | undefined
}

/** The query of POST /containers/{id}/start. */
export interface ContainerStartQuery {
  /**
   * Override the key sequence for detaching a container. Format is a single character `[a-Z]` or `ctrl-<value>` where
   * `<value>` is one of: `a-z`, `@`, `^`, `[`, `,` or `_`.
   */
  detachKeys?: string | undefined
  /** The checkpoint to start from. Experimental. */
  checkpoint?: string | undefined
  /** The folder of the checkpoint. Experimental. */
  'checkpoint-dir'?: string | undefined
}

/**
 * ContainerState stores container's running state. It's part of ContainerJSONBase and will be returned by the "inspect"
 * command.
 */
export interface ContainerState {
  /**
   * String representation of the container state. Can be one of "created", "running", "paused", "restarting",
   * "removing", "exited", or "dead".
   */
  Status: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'
  /** Whether this container is running. */
  Running: boolean
  /** Whether this container is paused. */
  Paused: boolean
  /** Whether this container is restarting. */
  Restarting: boolean
  /**
   * Whether a process within this container has been killed because it ran out of memory since the container was last
   * started.
   */
  OOMKilled: boolean
  Dead: boolean
  /** The process ID of this container */
  Pid: number
  /** The last exit code of this container */
  ExitCode: number
  Error: string
  /** The time when this container was last started. */
  StartedAt: string
  /** The time when this container last exited. */
  FinishedAt: string
  /** Health stores information about the container's healthcheck results. */
  Health?: Health
}

/** The query of GET /containers/{id}/stats. */
export interface ContainerStatsQuery {
  /** Stream the output. If false, the stats will be output once and then it will disconnect. */
  stream?: boolean | undefined
  /**
   * Only get a single stat instead of waiting for 2 cycles. Must be used with `stream=false`.
   * @since API 1.41
   */
  'one-shot'?: boolean | undefined
}

/** Statistics sample for a container. */
export interface ContainerStatsResponse {
  /** ID of the container for which the stats were collected. */
  id?: string
  /** Name of the container for which the stats were collected. */
  name?: string
  /**
   * OSType is the OS of the container ("linux" or "windows") to allow platform-specific handling of stats.
   * @since API 1.52
   */
  os_type?: string
  /**
   * Date and time at which this sample was collected. The value is formatted as [RFC
   * 3339](https://www.ietf.org/rfc/rfc3339.txt) with nano-seconds.
   */
  read: string
  /** CPU related info of the container */
  cpu_stats: ContainerCPUStats
  /**
   * Aggregates all memory stats since container inception on Linux. Windows returns stats for commit and private
   * working set only.
   */
  memory_stats: ContainerMemoryStats
  /** Network statistics for the container per interface. */
  networks?: Record<string, ContainerNetworkStats>
  /** PidsStats contains Linux-specific stats of a container's process-IDs (PIDs). */
  pids_stats: ContainerPidsStats
  /** BlkioStats stores all IO service stats for data read and write. */
  blkio_stats: ContainerBlkioStats
  /** The number of processors on the system. */
  num_procs: number
  /** StorageStats is the disk I/O stats for read/write on Windows. */
  storage_stats: ContainerStorageStats
  /**
   * Date and time at which this first sample was collected. This field is not propagated if the "one-shot" option is
   * set.
   */
  preread: string
  /** CPU related info of the container */
  precpu_stats: ContainerCPUStats
}

/** represents the status of a container. */
export interface ContainerStatus {
  ContainerID?: string
  PID?: number
  ExitCode?: number
}

/** The query of POST /containers/{id}/stop. */
export interface ContainerStopQuery {
  /**
   * Signal to send to the container as an integer or string (e.g. `SIGINT`).
   * @since API 1.42
   */
  signal?: string | undefined
  /** Number of seconds to wait before killing the container */
  t?: number | undefined
}

/** StorageStats is the disk I/O stats for read/write on Windows. */
export interface ContainerStorageStats {
  read_count_normalized?: number
  read_size_bytes?: number
  write_count_normalized?: number
  write_size_bytes?: number
}

export interface ContainerSummary {
  /** The ID of this container as a 128-bit (64-character) hexadecimal string (32 bytes). */
  Id: string
  /**
   * The names associated with this container. Most containers have a single name, but when using legacy "links", the
   * container can have multiple names.
   */
  Names: string[]
  /** The name or ID of the image used to create the container. */
  Image: string
  /** The ID (digest) of the image that this container was created from. */
  ImageID: string
  /**
   * OCI descriptor of the platform-specific manifest of the image the container was created from.
   * @since API 1.48
   */
  ImageManifestDescriptor?: OCIDescriptor
  /** Command to run when starting the container */
  Command: string
  /** Date and time at which the container was created as a Unix timestamp (number of seconds since EPOCH). */
  Created: number
  /** Port-mappings for the container. */
  Ports: PortSummary[]
  /** The size of files that have been created or changed by this container. */
  SizeRw?: number
  /**
   * The total size of all files in the read-only layers from the image that the container uses. These layers can be
   * shared between containers.
   */
  SizeRootFs?: number
  /** User-defined key/value metadata. */
  Labels: Record<string, string> | null
  /** The state of this container. */
  State: 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'removing' | 'dead'
  /** Additional human-readable status of this container (e.g. `Exit 0`) */
  Status: string
  /**
   * Summary of host-specific runtime information of the container. This is a reduced set of information in the
   * container's "HostConfig" as available in the container "inspect" response.
   */
  HostConfig: ContainerSummaryHostConfig
  /** Summary of the container's network settings */
  NetworkSettings: ContainerSummaryNetworkSettings
  /** List of mounts used by the container. */
  Mounts: MountPoint[]
  /**
   * Summary of health status
   * @since API 1.52
   */
  Health?: ContainerSummaryHealth
}

/** Summary of health status */
export interface ContainerSummaryHealth {
  /** the health status of the container */
  Status?: 'none' | 'starting' | 'healthy' | 'unhealthy'
  /** FailingStreak is the number of consecutive failures */
  FailingStreak?: number
}

/**
 * Summary of host-specific runtime information of the container. This is a reduced set of information in the
 * container's "HostConfig" as available in the container "inspect" response.
 */
export interface ContainerSummaryHostConfig {
  /** Networking mode (`host`, `none`, `container:<id>`) or name of the primary network the container is using. */
  NetworkMode?: string
  /**
   * Arbitrary key-value metadata attached to the container.
   * @since API 1.46
   */
  Annotations?: Record<string, string> | null
}

/** Summary of the container's network settings */
export interface ContainerSummaryNetworkSettings {
  /** Summary of network-settings for each network the container is attached to. */
  Networks: Record<string, EndpointSettingsReceived>
}

/** CPU throttling stats of the container. */
export interface ContainerThrottlingData {
  /** Number of periods with throttling active. */
  periods: number
  /** Number of periods when the container hit its throttling limit. */
  throttled_periods: number
  /** Aggregated time (in nanoseconds) the container was throttled for. */
  throttled_time: number
}

/** The query of GET /containers/{id}/top. */
export interface ContainerTopQuery {
  /** The arguments to pass to `ps`. For example, `aux` */
  ps_args?: string | undefined
}

/** Container "top" response. */
export interface ContainerTopResponse {
  /** The ps column titles */
  Titles: string[]
  /** Each process running in the container, where each process is an array of values corresponding to the titles. */
  Processes: string[][] | null
}

export interface ContainerUpdateRequest extends Resources {
  /** The behavior to apply when the container exits. The default is not to restart. */
  RestartPolicy?: RestartPolicy | undefined
  /**
   * Kernel memory limit in bytes.
   * @since API 1.36
   * @deprecated since API 1.41, removed in API 1.42
   */
  KernelMemory?: number | undefined
  /**
   * Hard limit for kernel TCP buffer memory (in bytes). Depending on the OCI runtime in use, this option may be
   * ignored.
   * @since API 1.40
   * @deprecated since API 1.51, removed in API 1.52
   */
  KernelMemoryTCP?: number | undefined
}

/** Response for a successful container-update. */
export interface ContainerUpdateResponse {
  /** Warnings encountered when updating the container. */
  Warnings: string[] | null
}

/** container waiting error, if any */
export interface ContainerWaitExitError {
  /** Details of an error */
  Message?: string
}

/** The query of POST /containers/{id}/wait. */
export interface ContainerWaitQuery {
  /**
   * Wait until a container state reaches the given condition.
   * @since API 1.30
   */
  condition?: 'not-running' | 'next-exit' | 'removed' | undefined
}

/** OK response to ContainerWait operation */
export interface ContainerWaitResponse {
  /** Exit code of the container */
  StatusCode: number
  /**
   * container waiting error, if any
   * @since API 1.34
   */
  Error?: ContainerWaitExitError | null
}

/**
 * Information for connecting to the containerd instance that is used by the daemon. This is included for debugging
 * purposes only.
 */
export interface ContainerdInfo {
  /** The address of the containerd socket. */
  Address?: string
  /** The namespaces that the daemon uses for running containers and plugins in containerd. */
  Namespaces: ContainerdInfoNamespaces
}

/** The namespaces that the daemon uses for running containers and plugins in containerd. */
export interface ContainerdInfoNamespaces {
  /** The default containerd namespace used for containers managed by the daemon. */
  Containers: string
  /** The default containerd namespace used for plugins managed by the daemon. */
  Plugins: string
}

/** represents system data usage information for container resources. */
export interface ContainersDiskUsage {
  /** Count of active containers. */
  ActiveCount?: number
  /** Count of all containers. */
  TotalCount?: number
  /** Disk space that can be reclaimed by removing inactive containers. */
  Reclaimable?: number
  /** Disk space in use by containers. */
  TotalSize?: number
  /** List of container summaries. */
  Items?: ContainerSummary[]
}

export interface CreateImageInfo {
  id?: string
  errorDetail?: ErrorDetail
  status?: string
  progressDetail?: ProgressDetail
  /** @deprecated since API 1.48 */
  progress?: string
  /** @deprecated since API 1.48 */
  error?: string
  aux?: unknown
}

/** DeviceInfo represents a device that can be used by a container. */
export interface DeviceInfo {
  /** The origin device driver. */
  Source?: string
  /**
   * The unique identifier for the device within its source driver. For CDI devices, this would be an FQDN like
   * "vendor.com/gpu=0".
   */
  ID?: string
}

/** A device mapping between the host and container */
export interface DeviceMapping {
  PathOnHost?: string | undefined
  PathInContainer?: string | undefined
  CgroupPermissions?: string | undefined
}

/** A request for devices to be sent to device drivers */
export interface DeviceRequest {
  /** The name of the device driver to use for this request. */
  Driver?: string | undefined
  Count?: number | undefined
  DeviceIDs?: string[] | null | undefined
  /** A list of capabilities; an OR list of AND lists of capabilities. */
  Capabilities?: string[][] | null | undefined
  /** Driver-specific options, specified as a key/value pairs. These options are passed directly to the driver. */
  Options?: Record<string, string> | null | undefined
}

/** Describes the result obtained from contacting the registry to retrieve image metadata. */
export interface DistributionInspect {
  /**
   * A descriptor struct containing digest, media type, and size, as defined in the [OCI Content Descriptors
   * Specification](https://github.com/opencontainers/image-spec/blob/v1.0.1/descriptor.md).
   */
  Descriptor: OCIDescriptor
  /** An array containing all platforms supported by the image. */
  Platforms: OCIPlatform[] | null
}

/** Driver represents a driver (network, logging, secrets). */
export interface Driver {
  /** Name of the driver. */
  Name: string
  /** Key/value map of driver-specific options. */
  Options?: Record<string, string> | undefined
}

/** Information about the storage driver used to store the container's and image's filesystem. */
export interface DriverData {
  /** Name of the storage driver. */
  Name: string
  /** Low-level storage metadata, provided as key/value pairs. */
  Data: Record<string, string> | null
}

/** EndpointIPAMConfig represents an endpoint's IPAM configuration. */
export interface EndpointIPAMConfig {
  IPv4Address?: string | undefined
  IPv6Address?: string | undefined
  LinkLocalIPs?: string[] | undefined
}

export interface EndpointPortConfig {
  Name?: string | undefined
  Protocol?: 'tcp' | 'udp' | 'sctp' | undefined
  /** The port inside the container. */
  TargetPort?: number | undefined
  /** The port on the swarm hosts. */
  PublishedPort?: number | undefined
  /** The mode in which port is published. */
  PublishMode?: 'ingress' | 'host' | undefined
}

/** contains network resources allocated and used for a container in a network. */
export interface EndpointResource {
  Name: string
  EndpointID: string
  MacAddress: string
  IPv4Address: string
  IPv6Address: string
}

/** Configuration for a network endpoint. */
export interface EndpointSettings {
  /** EndpointIPAMConfig represents an endpoint's IPAM configuration. */
  IPAMConfig?: EndpointIPAMConfig | null | undefined
  Links?: string[] | null | undefined
  /** MAC address for the endpoint on this network. The network driver might ignore this parameter. */
  MacAddress?: string | undefined
  Aliases?: string[] | null | undefined
  /**
   * DriverOpts is a mapping of driver options and values. These options are passed directly to the driver and are
   * driver specific.
   * @since API 1.32
   */
  DriverOpts?: Record<string, string> | null | undefined
  /**
   * This property determines which endpoint will provide the default gateway for a container. The endpoint with the
   * highest priority will be used.
   * @since API 1.48
   */
  GwPriority?: number | undefined
  /** Unique ID of the network. */
  NetworkID?: string | undefined
  /** Unique ID for the service endpoint in a Sandbox. */
  EndpointID?: string | undefined
  /** Gateway address for this network. */
  Gateway?: string | undefined
  /** IPv4 address. */
  IPAddress?: string | undefined
  /** Mask length of the IPv4 address. */
  IPPrefixLen?: number | undefined
  /** IPv6 gateway address. */
  IPv6Gateway?: string | undefined
  /** Global IPv6 address. */
  GlobalIPv6Address?: string | undefined
  /** Mask length of the global IPv6 address. */
  GlobalIPv6PrefixLen?: number | undefined
  /**
   * List of all DNS names an endpoint has on a specific network. This list is based on the container name, network
   * aliases, container short ID, and hostname.
   * @since API 1.44
   */
  DNSNames?: string[] | null | undefined
}

export interface EndpointSettingsReceived extends EndpointSettings {
  /** Unique ID of the network. */
  NetworkID: string
  /** Unique ID for the service endpoint in a Sandbox. */
  EndpointID: string
  /** Gateway address for this network. */
  Gateway: string
  /** IPv4 address. */
  IPAddress: string
  /** Mask length of the IPv4 address. */
  IPPrefixLen: number
  /** IPv6 gateway address. */
  IPv6Gateway: string
  /** Global IPv6 address. */
  GlobalIPv6Address: string
  /** Mask length of the global IPv6 address. */
  GlobalIPv6PrefixLen: number
  /** MAC address for the endpoint on this network. The network driver might ignore this parameter. */
  MacAddress: string
  /** EndpointIPAMConfig represents an endpoint's IPAM configuration. */
  IPAMConfig: EndpointIPAMConfig | null
  Links: string[] | null
  Aliases: string[] | null
  /**
   * DriverOpts is a mapping of driver options and values. These options are passed directly to the driver and are
   * driver specific.
   * @since API 1.32
   */
  DriverOpts: Record<string, string> | null
}

/** Properties that can be configured to access and load balance a service. */
export interface EndpointSpec {
  /** The mode of resolution to use for internal load balancing between tasks. */
  Mode?: 'vip' | 'dnsrr' | undefined
  /**
   * List of exposed ports that this service is accessible on from the outside. Ports can only be provided if `vip`
   * resolution mode is used.
   */
  Ports?: EndpointPortConfig[] | undefined
}

/** EngineDescription provides information about an engine. */
export interface EngineDescription {
  EngineVersion?: string
  Labels?: Record<string, string>
  Plugins?: EngineDescriptionPluginsItem[]
}

export interface EngineDescriptionPluginsItem {
  Type?: string
  Name?: string
}

export interface ErrorDetail {
  code?: number
  message?: string
}

/** Represents an error. */
export interface ErrorResponse {
  /** The error message. */
  message: string
}

/** Actor describes something that generates events, like a container, network, or a volume. */
export interface EventActor {
  /** The ID of the object emitting the event */
  ID: string
  /** Various key/value attributes of the object, depending on its type. */
  Attributes: Record<string, string>
}

/** EventMessage represents the information an event contains. */
export interface EventMessage {
  /** The type of object emitting the event */
  Type: 'builder' | 'config' | 'container' | 'daemon' | 'image' | 'network' | 'node' | 'plugin' | 'secret' | 'service' | 'volume'
  /** The type of event */
  Action: string
  /** Actor describes something that generates events, like a container, network, or a volume. */
  Actor: EventActor
  /**
   * Scope of the event. Engine events are `local` scope.
   * @since API 1.30
   */
  scope: 'local' | 'swarm'
  /** Timestamp of event */
  time: number
  /** Timestamp of event, with nanosecond accuracy */
  timeNano: number
  /** @deprecated since API 1.22, removed in API 1.52 */
  status?: string
  /** @deprecated since API 1.22, removed in API 1.52 */
  id?: string
  /** @deprecated since API 1.22, removed in API 1.52 */
  from?: string
}

export interface ExecConfig {
  /** Attach to `stdin` of the exec command. */
  AttachStdin?: boolean | undefined
  /** Attach to `stdout` of the exec command. */
  AttachStdout?: boolean | undefined
  /** Attach to `stderr` of the exec command. */
  AttachStderr?: boolean | undefined
  /**
   * Initial console size, as an `[height, width]` array.
   * @since API 1.42
   */
  ConsoleSize?: readonly [number, number] | null | undefined
  /**
   * Override the key sequence for detaching a container. Format is a single character `[a-Z]` or `ctrl-<value>` where
   * `<value>` is one of: `a-z`, `@`, `^`, `[`, `,` or `_`.
   */
  DetachKeys?: string | undefined
  /** Allocate a pseudo-TTY. */
  Tty?: boolean | undefined
  /** A list of environment variables in the form `["VAR=value", ...]`. */
  Env?: readonly string[] | undefined
  /** Command to run, as a string or array of strings. */
  Cmd?: readonly string[] | undefined
  /** Runs the exec process with extended privileges. */
  Privileged?: boolean | undefined
  /**
   * The user, and optionally, group to run the exec process inside the container. Format is one of: `user`,
   * `user:group`, `uid`, or `uid:gid`.
   */
  User?: string | undefined
  /**
   * The working directory for the exec process inside the container.
   * @since API 1.35
   */
  WorkingDir?: string | undefined
}

export interface ExecInspectResponse {
  CanRemove: boolean
  DetachKeys: string | null
  ID: string
  Running: boolean
  ExitCode: number | null
  ProcessConfig: ProcessConfig
  OpenStdin: boolean
  OpenStderr: boolean
  OpenStdout: boolean
  ContainerID: string
  /** The system process ID for the exec process. */
  Pid: number
}

/** The query of POST /exec/{id}/resize. */
export interface ExecResizeQuery {
  /** Height of the TTY session in characters */
  h: number
  /** Width of the TTY session in characters */
  w: number
}

export interface ExecStartConfig {
  /** Detach from the command. */
  Detach?: boolean | undefined
  /** Allocate a pseudo-TTY. */
  Tty?: boolean | undefined
  /**
   * Initial console size, as an `[height, width]` array.
   * @since API 1.42
   */
  ConsoleSize?: readonly [number, number] | null | undefined
}

/** Change in the container's filesystem. */
export interface FilesystemChange {
  /** Path to file or directory that has changed. */
  Path: string
  /** Kind of change */
  Kind: ChangeType
}

/** Information about the daemon's firewalling configuration. */
export interface FirewallInfo {
  /** The name of the firewall backend driver. */
  Driver?: string
  /** Information about the firewall backend, provided as "label" / "value" pairs. */
  Info?: string[][]
}

/** User-defined resources can be either Integer resources (e.g, `SSD=3`) or String resources (e.g, `GPU=UUID1`). */
export type GenericResources = GenericResourcesItem[]

export interface GenericResourcesItem {
  NamedResourceSpec?: GenericResourcesItemNamedResourceSpec | undefined
  DiscreteResourceSpec?: GenericResourcesItemDiscreteResourceSpec | undefined
}

export interface GenericResourcesItemDiscreteResourceSpec {
  Kind?: string | undefined
  Value?: number | undefined
}

export interface GenericResourcesItemNamedResourceSpec {
  Kind?: string | undefined
  Value?: string | undefined
}

/** The query of GET /plugins/privileges. */
export interface GetPluginPrivilegesQuery {
  /** The name of the plugin. The `:latest` tag is optional, and is the default if omitted. */
  remote: string
}

/** Health stores information about the container's healthcheck results. */
export interface Health {
  /** Status is one of `none`, `starting`, `healthy` or `unhealthy` */
  Status: 'none' | 'starting' | 'healthy' | 'unhealthy'
  /** FailingStreak is the number of consecutive failures */
  FailingStreak: number
  /** Log contains the last few results (oldest first) */
  Log: HealthcheckResult[] | null
}

/** A test to perform to check that the container is healthy. Healthcheck commands should be side-effect free. */
export interface HealthConfig {
  /** The test to perform. Possible values are. */
  Test?: string[] | undefined
  /** The time to wait between checks in nanoseconds. It should be 0 or at least 1000000 (1 ms). 0 means inherit. */
  Interval?: number | undefined
  /**
   * The time to wait before considering the check to have hung. It should be 0 or at least 1000000 (1 ms). 0 means
   * inherit.
   */
  Timeout?: number | undefined
  /** The number of consecutive failures needed to consider a container as unhealthy. 0 means inherit. */
  Retries?: number | undefined
  /**
   * Start period for the container to initialize before starting health-retries countdown in nanoseconds. It should be
   * 0 or at least 1000000 (1 ms). 0 means inherit.
   * @since API 1.29
   */
  StartPeriod?: number | undefined
  /**
   * The time to wait between checks in nanoseconds during the start period. It should be 0 or at least 1000000 (1 ms).
   * 0 means inherit.
   * @since API 1.44
   */
  StartInterval?: number | undefined
}

/** HealthcheckResult stores information about a single run of a healthcheck probe */
export interface HealthcheckResult {
  /**
   * Date and time at which this check started in [RFC 3339](https://www.ietf.org/rfc/rfc3339.txt) format with
   * nano-seconds.
   */
  Start: string
  /**
   * Date and time at which this check ended in [RFC 3339](https://www.ietf.org/rfc/rfc3339.txt) format with
   * nano-seconds.
   */
  End: string
  /** ExitCode meanings. */
  ExitCode: number
  /** Output from last check */
  Output: string
}

/** Container configuration that depends on the host we are running on */
export interface HostConfig extends Resources {
  /** A list of volume bindings for this container. Each volume binding is a string in one of these forms. */
  Binds?: string[] | null | undefined
  /** Path to a file where the container ID is written */
  ContainerIDFile?: string | undefined
  /** The logging configuration for this container */
  LogConfig?: HostConfigLogConfig | undefined
  /**
   * Network mode to use for this container. Supported standard values are: `bridge`, `host`, `none`, and
   * `container:<name|id>`.
   */
  NetworkMode?: string | undefined
  /**
   * PortMap describes the mapping of container ports to host ports, using the container's port-number and protocol as
   * key in the format `<port>/<protocol>`, for example, `80/udp`.
   */
  PortBindings?: PortMap | null | undefined
  /** The behavior to apply when the container exits. The default is not to restart. */
  RestartPolicy?: RestartPolicy | undefined
  /**
   * Automatically remove the container when the container's process exits. This has no effect if `RestartPolicy` is
   * set.
   */
  AutoRemove?: boolean | undefined
  /** Driver that this container uses to mount volumes. */
  VolumeDriver?: string | undefined
  /** A list of volumes to inherit from another container, specified in the form `<container name>[:<ro|rw>]`. */
  VolumesFrom?: string[] | null | undefined
  /** Specification for mounts to be added to the container. */
  Mounts?: Mount[] | undefined
  /** Initial console size, as an `[height, width]` array. */
  ConsoleSize?: [number, number] | undefined
  /**
   * Arbitrary non-identifying metadata attached to container and provided to the runtime when the container is started.
   * @since API 1.43
   */
  Annotations?: Record<string, string> | undefined
  /** A list of kernel capabilities to add to the container. Conflicts with option 'Capabilities'. */
  CapAdd?: string[] | null | undefined
  /** A list of kernel capabilities to drop from the container. Conflicts with option 'Capabilities'. */
  CapDrop?: string[] | null | undefined
  /**
   * cgroup namespace mode for the container. Possible values are.
   * @since API 1.41
   */
  CgroupnsMode?: 'private' | 'host' | undefined
  /** A list of DNS servers for the container to use. */
  Dns?: string[] | null | undefined
  /** A list of DNS options. */
  DnsOptions?: string[] | null | undefined
  /** A list of DNS search domains. */
  DnsSearch?: string[] | null | undefined
  /**
   * A list of hostnames/IP mappings to add to the container's `/etc/hosts` file. Specified in the form
   * `["hostname:IP"]`.
   */
  ExtraHosts?: string[] | null | undefined
  /** A list of additional groups that the container process will run as. */
  GroupAdd?: string[] | null | undefined
  /** IPC sharing mode for the container. Possible values are. */
  IpcMode?: string | undefined
  /** Cgroup to use for the container. */
  Cgroup?: string | undefined
  /** A list of links for the container in the form `container_name:alias`. */
  Links?: string[] | null | undefined
  /** An integer value containing the score given to the container in order to tune OOM killer preferences. */
  OomScoreAdj?: number | undefined
  /** Set the PID (Process) Namespace mode for the container. It can be either. */
  PidMode?: string | undefined
  /** Gives the container full access to the host. */
  Privileged?: boolean | undefined
  /** Allocates an ephemeral host port for all of a container's exposed ports. */
  PublishAllPorts?: boolean | undefined
  /** Mount the container's root filesystem as read only. */
  ReadonlyRootfs?: boolean | undefined
  /** A list of string values to customize labels for MLS systems, such as SELinux. */
  SecurityOpt?: string[] | null | undefined
  /** Storage driver options for this container, in the form `{"size": "120G"}`. */
  StorageOpt?: Record<string, string> | undefined
  /**
   * A map of container directories which should be replaced by tmpfs mounts, and their corresponding mount options. For
   * example.
   */
  Tmpfs?: Record<string, string> | undefined
  /** UTS namespace to use for the container. */
  UTSMode?: string | undefined
  /** Sets the usernamespace mode for the container when usernamespace remapping option is enabled. */
  UsernsMode?: string | undefined
  /** Size of `/dev/shm` in bytes. If omitted, the system uses 64MB. */
  ShmSize?: number | undefined
  /** A list of kernel parameters (sysctls) to set in the container. */
  Sysctls?: Record<string, string> | null | undefined
  /** Runtime to use with this container. */
  Runtime?: string | null | undefined
  /** Isolation technology of the container. (Windows only) */
  Isolation?: 'default' | 'process' | 'hyperv' | '' | undefined
  /**
   * The list of paths to be masked inside the container (this overrides the default set of paths).
   * @since API 1.38
   */
  MaskedPaths?: string[] | null | undefined
  /**
   * The list of paths to be set as read-only inside the container (this overrides the default set of paths).
   * @since API 1.38
   */
  ReadonlyPaths?: string[] | null | undefined
  /**
   * Kernel memory limit in bytes.
   * @since API 1.36
   * @deprecated since API 1.41, removed in API 1.42
   */
  KernelMemory?: number | undefined
  /**
   * Hard limit for kernel TCP buffer memory (in bytes). Depending on the OCI runtime in use, this option may be
   * ignored.
   * @since API 1.40
   * @deprecated since API 1.51, removed in API 1.52
   */
  KernelMemoryTCP?: number | undefined
  /**
   * A list of kernel capabilities to be available for container (this overrides the default set).
   * @since API 1.40
   * @deprecated removed in API 1.41
   */
  Capabilities?: string[] | undefined
  /**
   * The umask that the container's processes start with, as a number: `0o022`.
   * @since API 1.56
   */
  Umask?: number | undefined
}

/** The logging configuration for this container */
export interface HostConfigLogConfig {
  /** Name of the logging driver used for the container or "none" if logging is disabled. */
  Type?: string | undefined
  /** Driver-specific configuration options for the logging driver. */
  Config?: Record<string, string> | null | undefined
}

export interface HostConfigLogConfigReceived extends HostConfigLogConfig {
  /** Name of the logging driver used for the container or "none" if logging is disabled. */
  Type: string
  /** Driver-specific configuration options for the logging driver. */
  Config: Record<string, string> | null
}

export interface HostConfigReceived extends HostConfig {
  /** An integer value representing this container's relative CPU weight versus other containers. */
  CpuShares: number
  /** Memory limit in bytes. */
  Memory: number
  /**
   * Path to `cgroups` under which the container's `cgroup` is created. If the path is not absolute, the path is
   * considered to be relative to the `cgroups` path of the init process.
   */
  CgroupParent: string
  /** Block IO weight (relative weight). */
  BlkioWeight: number
  /** The length of a CPU period in microseconds. */
  CpuPeriod: number
  /** Microseconds of CPU time that the container can get in a CPU period. */
  CpuQuota: number
  /**
   * The length of a CPU real-time period in microseconds. Set to 0 to allocate no time allocated to real-time tasks.
   */
  CpuRealtimePeriod: number
  /**
   * The length of a CPU real-time runtime in microseconds. Set to 0 to allocate no time allocated to real-time tasks.
   */
  CpuRealtimeRuntime: number
  /** CPUs in which to allow execution (e.g., `0-3`, `0,1`). */
  CpusetCpus: string
  /** Memory nodes (MEMs) in which to allow execution (0-3, 0,1). Only effective on NUMA systems. */
  CpusetMems: string
  /** Memory soft limit in bytes. */
  MemoryReservation: number
  /** Total memory limit (memory + swap). Set as `-1` to enable unlimited swap. */
  MemorySwap: number
  /** CPU quota in units of 10<sup>-9</sup> CPUs. */
  NanoCpus: number
  /** The number of usable CPUs (Windows only). */
  CpuCount: number
  /** The usable percentage of the available CPUs (Windows only). */
  CpuPercent: number
  /** Maximum IOps for the container system drive (Windows only) */
  IOMaximumIOps: number
  /** Maximum IO in bytes per second for the container system drive (Windows only). */
  IOMaximumBandwidth: number
  /** Path to a file where the container ID is written */
  ContainerIDFile: string
  /** The logging configuration for this container */
  LogConfig: HostConfigLogConfigReceived
  /**
   * Network mode to use for this container. Supported standard values are: `bridge`, `host`, `none`, and
   * `container:<name|id>`.
   */
  NetworkMode: string
  /** The behavior to apply when the container exits. The default is not to restart. */
  RestartPolicy: RestartPolicyReceived
  /**
   * Automatically remove the container when the container's process exits. This has no effect if `RestartPolicy` is
   * set.
   */
  AutoRemove: boolean
  /** Driver that this container uses to mount volumes. */
  VolumeDriver: string
  /** Initial console size, as an `[height, width]` array. */
  ConsoleSize: [number, number]
  /** IPC sharing mode for the container. Possible values are. */
  IpcMode: string
  /** Cgroup to use for the container. */
  Cgroup: string
  /** An integer value containing the score given to the container in order to tune OOM killer preferences. */
  OomScoreAdj: number
  /** Set the PID (Process) Namespace mode for the container. It can be either. */
  PidMode: string
  /** Gives the container full access to the host. */
  Privileged: boolean
  /** Allocates an ephemeral host port for all of a container's exposed ports. */
  PublishAllPorts: boolean
  /** Mount the container's root filesystem as read only. */
  ReadonlyRootfs: boolean
  /** UTS namespace to use for the container. */
  UTSMode: string
  /** Sets the usernamespace mode for the container when usernamespace remapping option is enabled. */
  UsernsMode: string
  /** Size of `/dev/shm` in bytes. If omitted, the system uses 64MB. */
  ShmSize: number
  /** Isolation technology of the container. (Windows only) */
  Isolation: 'default' | 'process' | 'hyperv' | ''
  /** Block IO weight (relative device weight). */
  BlkioWeightDevice: ResourcesBlkioWeightDeviceItem[] | null
  /** Limit read rate (bytes per second) from a device. */
  BlkioDeviceReadBps: ThrottleDevice[] | null
  /** Limit write rate (bytes per second) to a device. */
  BlkioDeviceWriteBps: ThrottleDevice[] | null
  /** Limit read rate (IO per second) from a device. */
  BlkioDeviceReadIOps: ThrottleDevice[] | null
  /** Limit write rate (IO per second) to a device. */
  BlkioDeviceWriteIOps: ThrottleDevice[] | null
  /** A list of devices to add to the container. */
  Devices: DeviceMapping[] | null
  /**
   * A list of requests for devices to be sent to device drivers.
   * @since API 1.40
   */
  DeviceRequests: DeviceRequest[] | null
  /**
   * a list of cgroup rules to apply to the container
   * @since API 1.28
   */
  DeviceCgroupRules: string[] | null
  /** Tune a container's memory swappiness behavior. Accepts an integer between 0 and 100. */
  MemorySwappiness: number | null
  /** Disable OOM Killer for the container. */
  OomKillDisable: boolean | null
  /** Tune a container's PIDs limit. Set `0` or `-1` for unlimited, or `null` to not change. */
  PidsLimit: number | null
  /** A list of resource limits to set in the container. For example. */
  Ulimits: ResourcesUlimitsItem[] | null
  /** A list of volume bindings for this container. Each volume binding is a string in one of these forms. */
  Binds: string[] | null
  /**
   * PortMap describes the mapping of container ports to host ports, using the container's port-number and protocol as
   * key in the format `<port>/<protocol>`, for example, `80/udp`.
   */
  PortBindings: PortMap | null
  /** A list of volumes to inherit from another container, specified in the form `<container name>[:<ro|rw>]`. */
  VolumesFrom: string[] | null
  /** A list of kernel capabilities to add to the container. Conflicts with option 'Capabilities'. */
  CapAdd: string[] | null
  /** A list of kernel capabilities to drop from the container. Conflicts with option 'Capabilities'. */
  CapDrop: string[] | null
  /** A list of DNS servers for the container to use. */
  Dns: string[] | null
  /** A list of DNS options. */
  DnsOptions: string[] | null
  /** A list of DNS search domains. */
  DnsSearch: string[] | null
  /**
   * A list of hostnames/IP mappings to add to the container's `/etc/hosts` file. Specified in the form
   * `["hostname:IP"]`.
   */
  ExtraHosts: string[] | null
  /** A list of additional groups that the container process will run as. */
  GroupAdd: string[] | null
  /** A list of links for the container in the form `container_name:alias`. */
  Links: string[] | null
  /** A list of string values to customize labels for MLS systems, such as SELinux. */
  SecurityOpt: string[] | null
  /**
   * The list of paths to be masked inside the container (this overrides the default set of paths).
   * @since API 1.38
   */
  MaskedPaths: string[] | null
  /**
   * The list of paths to be set as read-only inside the container (this overrides the default set of paths).
   * @since API 1.38
   */
  ReadonlyPaths: string[] | null
}

/** Response to an API call that returns just an Id */
export interface IDResponse {
  /** The id of the newly created object. */
  Id: string
}

export interface IPAM {
  /** Name of the IPAM driver to use. */
  Driver?: string | undefined
  /** List of IPAM configuration options, specified as a map. */
  Config?: IPAMConfig[] | null | undefined
  /** Driver-specific options, specified as a map. */
  Options?: Record<string, string> | null | undefined
}

export interface IPAMConfig {
  Subnet?: string | undefined
  IPRange?: string | undefined
  Gateway?: string | undefined
  AuxiliaryAddresses?: Record<string, string> | undefined
}

export interface IPAMReceived extends IPAM {
  /** Name of the IPAM driver to use. */
  Driver: string
  /** Driver-specific options, specified as a map. */
  Options: Record<string, string> | null
  /** List of IPAM configuration options, specified as a map. */
  Config: IPAMConfig[] | null
}

export interface IPAMStatus {
  Subnets?: Record<string, SubnetStatus>
}

/**
 * Identity holds information about the identity and origin of the image. This is trusted information verified by the
 * daemon and cannot be modified by tagging an image to a different name.
 */
export interface Identity {
  /** Signature contains the properties of verified signatures for the image. */
  Signature?: SignatureIdentity[]
  /**
   * Pull contains remote location information if image was created via pull. If image was pulled via mirror, this
   * contains the original repository location.
   */
  Pull?: PullIdentity[]
  /** Build contains build reference information if image was created via build. */
  Build?: BuildIdentity[]
}

/** The query of GET /images/{name}/attestations. */
export interface ImageAttestationsQuery {
  /** The platform, or several: objects such as `{ os: 'linux', architecture: 'arm64' }`. */
  platform?: OCIPlatform | readonly OCIPlatform[] | undefined
  /**
   * In-toto predicate type URI to filter returned statements. May be repeated to accept any of several predicate types.
   */
  type?: readonly string[] | undefined
  /**
   * Include the verbatim in-toto statement body in each returned entry. Defaults to false; when omitted or false, only
   * the descriptor and predicate type are returned and statement blobs are not read.
   */
  statement?: boolean | undefined
}

/** The query of POST /build. */
export interface ImageBuildQuery {
  /**
   * Path within the build context to the `Dockerfile`. This is ignored if `remote` is specified and points to an
   * external `Dockerfile`.
   */
  dockerfile?: string | undefined
  /**
   * A name and optional tag to apply to the image in the `name:tag` format. If you omit the tag the default `latest`
   * value is assumed.
   */
  t?: string | readonly string[] | undefined
  /**
   * Extra hosts to add to /etc/hosts
   * @since API 1.28
   */
  extrahosts?: string | readonly string[] | undefined
  /**
   * A Git repository URI or HTTP/HTTPS context URI. If the URI points to a single text file, the file’s contents are
   * placed into a file called `Dockerfile` and the image is built from that file.
   */
  remote?: string | undefined
  /** Suppress verbose build output. */
  q?: boolean | undefined
  /** Do not use the cache when building the image. */
  nocache?: boolean | undefined
  /** JSON array of images used for build cache resolution. */
  cachefrom?: string | undefined
  /** Attempt to pull the image even if an older image exists locally. */
  pull?: boolean | undefined
  /** Remove intermediate containers after a successful build. */
  rm?: boolean | undefined
  /** Always remove intermediate containers, even upon failure. */
  forcerm?: boolean | undefined
  /** Set memory limit for build. */
  memory?: number | undefined
  /** Total memory (memory + swap). Set as `-1` to disable swap. */
  memswap?: number | undefined
  /** CPU shares (relative weight). */
  cpushares?: number | undefined
  /** CPUs in which to allow execution (e.g., `0-3`, `0,1`). */
  cpusetcpus?: string | undefined
  /** The length of a CPU period in microseconds. */
  cpuperiod?: number | undefined
  /** Microseconds of CPU time that the container can get in a CPU period. */
  cpuquota?: number | undefined
  /** Values of `ARG`s by name; null takes the value of the daemon's environment. */
  buildargs?: Record<string, string | null> | undefined
  /** Size of `/dev/shm` in bytes. The size must be greater than 0. */
  shmsize?: number | undefined
  /** Squash the resulting images layers into a single layer. *(Experimental release only.)* */
  squash?: boolean | undefined
  /** Labels of the image. */
  labels?: Record<string, string> | undefined
  /**
   * Sets the networking mode for the run commands during build. Supported standard values are: `bridge`, `host`,
   * `none`, and `container:<name|id>`.
   */
  networkmode?: string | undefined
  /**
   * Platform in the format os[/arch[/variant]]
   * @since API 1.32
   */
  platform?: string | undefined
  /**
   * Target build stage
   * @since API 1.29
   */
  target?: string | undefined
  /**
   * BuildKit output configuration in the format of a stringified JSON array of objects. Each object must have two
   * top-level properties: `Type` and `Attrs`.
   * @since API 1.40
   */
  outputs?: string | undefined
  /**
   * Version of the builder backend to use.
   * @since API 1.38
   */
  version?: '1' | '2' | undefined
  /** JSON: a list of ulimits. */
  ulimits?: string | undefined
  cpusetmems?: string | undefined
  cgroupparent?: string | undefined
  securityopt?: string | readonly string[] | undefined
  isolation?: 'default' | 'process' | 'hyperv' | undefined
  /**
   * The id of a session, for BuildKit.
   * @since API 1.31
   */
  session?: string | undefined
  /**
   * An id of the caller's choice, for `POST /build/cancel`.
   * @since API 1.39
   */
  buildid?: string | undefined
}

/** The query of POST /commit. */
export interface ImageCommitQuery {
  /** The ID or name of the container to commit */
  container?: string | undefined
  /** Repository name for the created image */
  repo?: string | undefined
  /** Tag name for the create image */
  tag?: string | undefined
  /** Commit message */
  comment?: string | undefined
  /** Author of the image (e.g., `John Hannibal Smith <hannibal@a-team.com>`) */
  author?: string | undefined
  /** Whether to pause the container before committing */
  pause?: boolean | undefined
  /** `Dockerfile` instructions to apply while committing */
  changes?: string | readonly string[] | undefined
}

/** Configuration of the image. These fields are used as defaults when starting a container from the image. */
export interface ImageConfig {
  /** The user that commands are run as inside the container. */
  User?: string
  /** An object mapping ports to an empty object. */
  ExposedPorts?: Record<string, EmptyObject> | null
  /**
   * A list of environment variables to set inside the container in the form `["VAR=value", ...]`. A variable without
   * `=` is removed from the environment, rather than to have an empty value.
   */
  Env?: string[] | null
  /** Command to run specified as a string or an array of strings. */
  Cmd?: string[] | null
  /** A test to perform to check that the container is healthy. Healthcheck commands should be side-effect free. */
  Healthcheck?: HealthConfig
  /** Command is already escaped (Windows only) */
  ArgsEscaped?: boolean | null
  /** An object mapping mount point paths inside the container to empty objects. */
  Volumes?: Record<string, EmptyObject> | null
  /** The working directory for commands to run in. */
  WorkingDir?: string
  /** The entry point for the container as a string or an array of strings. */
  Entrypoint?: string[] | null
  /** `ONBUILD` metadata that were defined in the image's `Dockerfile`. */
  OnBuild?: string[] | null
  /** User-defined key/value metadata. */
  Labels?: Record<string, string> | null
  /** Signal to stop a container as a string or unsigned integer. */
  StopSignal?: string | null
  /** Shell for when `RUN`, `CMD`, and `ENTRYPOINT` uses a shell. */
  Shell?: string[] | null
  /**
   * The hostname to use for the container, as a valid RFC 1123 hostname.
   * @deprecated since API 1.46, removed in API 1.50
   */
  Hostname?: string
  /**
   * The domain name to use for the container.
   * @deprecated since API 1.46, removed in API 1.50
   */
  Domainname?: string
  /**
   * Whether to attach to `stdin`.
   * @deprecated since API 1.46, removed in API 1.50
   */
  AttachStdin?: boolean
  /**
   * Whether to attach to `stdout`.
   * @deprecated since API 1.46, removed in API 1.50
   */
  AttachStdout?: boolean
  /**
   * Whether to attach to `stderr`.
   * @deprecated since API 1.46, removed in API 1.50
   */
  AttachStderr?: boolean
  /**
   * Attach standard streams to a TTY, including `stdin` if it is not closed.
   * @deprecated since API 1.46, removed in API 1.50
   */
  Tty?: boolean
  /**
   * Open `stdin`
   * @deprecated since API 1.46, removed in API 1.50
   */
  OpenStdin?: boolean
  /**
   * Close `stdin` after one attached client disconnects.
   * @deprecated since API 1.46, removed in API 1.50
   */
  StdinOnce?: boolean
  /**
   * The name (or reference) of the image to use when creating the container, or which was used when the container was
   * created.
   * @deprecated since API 1.46, removed in API 1.50
   */
  Image?: string
  /**
   * Disable networking for the container.
   * @deprecated since API 1.46, removed in API 1.50
   */
  NetworkDisabled?: boolean | null
  /**
   * MAC address of the container.
   * @deprecated since API 1.44, removed in API 1.50
   */
  MacAddress?: string | null
  /**
   * Timeout to stop a container in seconds.
   * @deprecated since API 1.46, removed in API 1.50
   */
  StopTimeout?: number | null
}

/** The query of POST /images/create. */
export interface ImageCreateQuery {
  /** Name of the image to pull. If the name includes a tag or digest, specific behavior applies. */
  fromImage?: string | undefined
  /**
   * Source to import. The value may be a URL from which the image can be retrieved or `-` to read the image from the
   * request body.
   */
  fromSrc?: string | undefined
  /** Repository name given to an image when it is imported. The repo may include a tag. */
  repo?: string | undefined
  /** Tag or digest. If empty when pulling an image, this causes all tags for the given image to be pulled. */
  tag?: string | undefined
  /** Set commit message for imported image. */
  message?: string | undefined
  /**
   * Apply `Dockerfile` instructions to the image that is created, for example: `changes=ENV DEBUG=true`. Note that `ENV
   * DEBUG=true` should be URI component encoded.
   */
  changes?: string | readonly string[] | undefined
  /**
   * Platform in the format os[/arch[/variant]].
   * @since API 1.32
   */
  platform?: string | undefined
}

/** The query of DELETE /images/{name}. */
export interface ImageDeleteQuery {
  /** Remove the image even if it is being used by stopped containers or has other tags */
  force?: boolean | undefined
  /** Do not delete untagged parent images */
  noprune?: boolean | undefined
  /**
   * The platform, or several: objects such as `{ os: 'linux', architecture: 'arm64' }`.
   * @since API 1.50
   */
  platforms?: OCIPlatform | readonly OCIPlatform[] | undefined
}

export interface ImageDeleteResponseItem {
  /** The image ID of an image that was untagged */
  Untagged?: string
  /** The image ID of an image that was deleted */
  Deleted?: string
}

/** The query of GET /images/get. */
export interface ImageGetAllQuery {
  /** Image names to filter by */
  names?: string | readonly string[] | undefined
  /**
   * The platform, or several: objects such as `{ os: 'linux', architecture: 'arm64' }`.
   * @since API 1.48
   */
  platform?: OCIPlatform | readonly OCIPlatform[] | undefined
}

/** The query of GET /images/{name}/get. */
export interface ImageGetQuery {
  /**
   * The platform, or several: objects such as `{ os: 'linux', architecture: 'arm64' }`.
   * @since API 1.48
   */
  platform?: OCIPlatform | readonly OCIPlatform[] | undefined
}

/** The query of GET /images/{name}/history. */
export interface ImageHistoryQuery {
  /**
   * The platform: an object such as `{ os: 'linux', architecture: 'arm64' }`.
   * @since API 1.48
   */
  platform?: OCIPlatform | undefined
}

/** individual image layer information in response to ImageHistory operation */
export interface ImageHistoryResponseItem {
  Id: string
  Created: number
  CreatedBy: string
  Tags: string[] | null
  Size: number
  Comment: string
}

/** Image ID or Digest */
export interface ImageID {
  ID?: string
}

/** Information about an image in the local image cache. */
export interface ImageInspect {
  /** ID is the content-addressable ID of an image. */
  Id: string
  /**
   * Descriptor is an OCI descriptor of the image target. In case of a multi-platform image, this descriptor points to
   * the OCI index or a manifest list.
   * @since API 1.48
   */
  Descriptor?: OCIDescriptor
  /**
   * Manifests is a list of image manifests available in this image. It provides a more detailed view of the
   * platform-specific image manifests or other image-attached data like build attestations.
   * @since API 1.48
   */
  Manifests?: ImageManifestSummary[]
  /**
   * Identity holds information about the identity and origin of the image. This is trusted information verified by the
   * daemon and cannot be modified by tagging an image to a different name.
   * @since API 1.53
   */
  Identity?: Identity
  /** List of image names/tags in the local image cache that reference this image. */
  RepoTags: string[]
  /**
   * List of content-addressable digests of locally available image manifests that the image is referenced from.
   * Multiple manifests can refer to the same image.
   */
  RepoDigests: string[]
  /** Optional message that was set when committing or importing the image. */
  Comment?: string
  /**
   * Date and time at which the image was created, formatted in [RFC 3339](https://www.ietf.org/rfc/rfc3339.txt) format
   * with nano-seconds.
   */
  Created?: string
  /**
   * Name of the author that was specified when committing the image, or as specified through MAINTAINER (deprecated) in
   * the Dockerfile.
   */
  Author?: string
  /** Configuration of the image. These fields are used as defaults when starting a container from the image. */
  Config: ImageConfig | null
  /** Hardware CPU architecture that the image runs on. */
  Architecture: string
  /**
   * CPU architecture variant (presently ARM-only).
   * @since API 1.39
   */
  Variant?: string
  /** Operating System the image is built to run on. */
  Os: string
  /** Operating System version the image is built to run on (especially for Windows). */
  OsVersion?: string
  /** Total size of the image variant, including all layers it is composed of. */
  Size: number
  /** Information about the storage driver used to store the container's and image's filesystem. */
  GraphDriver?: DriverData
  /** Information about the image's RootFS, including the layer IDs. */
  RootFS: ImageInspectRootFS
  /**
   * Additional metadata of the image in the local cache. This information is local to the daemon, and not part of the
   * image itself.
   * @since API 1.31
   */
  Metadata: ImageInspectMetadata
  /**
   * ID of the parent image.
   * @deprecated since API 1.51, removed in API 1.52
   */
  Parent?: string
  /**
   * The ID of the container that was used to create the image.
   * @deprecated since API 1.44, removed in API 1.45
   */
  Container?: string
  /**
   * Configuration for a container that is portable between hosts.
   * @deprecated since API 1.44, removed in API 1.45
   */
  ContainerConfig?: ContainerConfigReceived
  /**
   * The version of Docker that was used to build the image.
   * @deprecated since API 1.51, removed in API 1.52
   */
  DockerVersion?: string
  /**
   * Total size of the image including all layers it is composed of.
   * @deprecated since API 1.43, removed in API 1.44
   */
  VirtualSize?: number
}

/**
 * Additional metadata of the image in the local cache. This information is local to the daemon, and not part of the
 * image itself.
 */
export interface ImageInspectMetadata {
  /**
   * Date and time at which the image was last tagged in [RFC 3339](https://www.ietf.org/rfc/rfc3339.txt) format with
   * nano-seconds.
   */
  LastTagTime?: string
}

/** The query of GET /images/{name}/json. */
export interface ImageInspectQuery {
  /**
   * Include Manifests in the image summary.
   * @since API 1.48
   */
  manifests?: boolean | undefined
  /**
   * The platform: an object such as `{ os: 'linux', architecture: 'arm64' }`.
   * @since API 1.49
   */
  platform?: OCIPlatform | undefined
}

/** Information about the image's RootFS, including the layer IDs. */
export interface ImageInspectRootFS {
  Type: string
  Layers?: string[]
}

/** The filters of GET /images/json: values of one key are alternatives, keys must all match. */
export interface ImageListFilters {
  /** `before`=(`<image-name>[:<tag>]`, `<image id>` or `<image@digest>`) */
  before?: readonly string[] | undefined
  /** `dangling=true` */
  dangling?: readonly ('true' | 'false')[] | undefined
  /** `label=key` or `label="key=value"` of an image label */
  label?: readonly string[] | undefined
  /** `reference`=(`<image-name>[:<tag>]`) */
  reference?: readonly string[] | undefined
  /** `since`=(`<image-name>[:<tag>]`, `<image id>` or `<image@digest>`) */
  since?: readonly string[] | undefined
  /**
   * `until=<timestamp>`
   * @since API 1.44
   */
  until?: readonly string[] | undefined
}

/** The query of GET /images/json. */
export interface ImageListQuery {
  /** Show all images. Only images from a final layer (no children) are shown by default. */
  all?: boolean | undefined
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: ImageListFilters | undefined
  /**
   * Compute and show shared size as a `SharedSize` field on each image.
   * @since API 1.42
   */
  'shared-size'?: boolean | undefined
  /** Show digest information as a `RepoDigests` field on each image. */
  digests?: boolean | undefined
  /**
   * Include `Manifests` in the image summary.
   * @since API 1.47
   */
  manifests?: boolean | undefined
  /**
   * Include `Identity` in each manifest summary. Requires `manifests=1`.
   * @since API 1.54
   */
  identity?: boolean | undefined
}

/** The query of POST /images/load. */
export interface ImageLoadQuery {
  /** Suppress progress details during load. */
  quiet?: boolean | undefined
  /**
   * The platform, or several: objects such as `{ os: 'linux', architecture: 'arm64' }`.
   * @since API 1.48
   */
  platform?: OCIPlatform | readonly OCIPlatform[] | undefined
}

/** ImageManifestSummary represents a summary of an image manifest. */
export interface ImageManifestSummary {
  /** ID is the content-addressable ID of an image and is the same as the digest of the image manifest. */
  ID: string
  /**
   * A descriptor struct containing digest, media type, and size, as defined in the [OCI Content Descriptors
   * Specification](https://github.com/opencontainers/image-spec/blob/v1.0.1/descriptor.md).
   */
  Descriptor: OCIDescriptor
  /** Indicates whether all the child content (image config, layers) is fully available locally. */
  Available: boolean
  Size: ImageManifestSummarySize
  /** The kind of the manifest. */
  Kind: 'image' | 'attestation' | 'unknown'
  /** The image data for the image manifest. This field is only populated when Kind is "image". */
  ImageData?: ImageManifestSummaryImageData | null
  /** The image data for the attestation manifest. This field is only populated when Kind is "attestation". */
  AttestationData?: ImageManifestSummaryAttestationData | null
}

/** The image data for the attestation manifest. This field is only populated when Kind is "attestation". */
export interface ImageManifestSummaryAttestationData {
  /** The digest of the image manifest that this attestation is for. */
  For: string
}

/** The image data for the image manifest. This field is only populated when Kind is "image". */
export interface ImageManifestSummaryImageData {
  /**
   * OCI platform of the image. This will be the platform specified in the manifest descriptor from the index/manifest
   * list.
   */
  Platform: OCIPlatform | null
  /**
   * Identity holds information about the identity and origin of this image.
   * @since API 1.54
   */
  Identity?: Identity | null
  /** The IDs of the containers that are using this image. */
  Containers: string[] | null
  Size: ImageManifestSummaryImageDataSize
}

export interface ImageManifestSummaryImageDataSize {
  /**
   * Unpacked is the size (in bytes) of the locally unpacked (uncompressed) image content that's directly usable by the
   * containers running this image.
   */
  Unpacked: number
}

export interface ImageManifestSummarySize {
  /**
   * Total is the total size (in bytes) of all the locally present data (both distributable and non-distributable)
   * that's related to this manifest and its children.
   */
  Total: number
  /**
   * Content is the size (in bytes) of all the locally present content in the content store (e.g. image config, layers)
   * referenced by this manifest and its children.
   */
  Content: number
}

/** The filters of POST /images/prune: values of one key are alternatives, keys must all match. */
export interface ImagePruneFilters {
  /** `dangling=<boolean>` When set to `true` (or `1`), prune only */
  dangling?: readonly ('true' | 'false')[] | undefined
  /**
   * `label` (`label=<key>`, `label=<key>=<value>`, `label!=<key>`, or `label!=<key>=<value>`) Prune images with (or
   * without, in case `label!=...` is used) the specified labels.
   * @since API 1.29
   */
  label?: readonly string[] | undefined
  /** @since API 1.29 */
  'label!'?: readonly string[] | undefined
  /**
   * `until=<string>` Prune images created before this timestamp.
   * @since API 1.28
   */
  until?: readonly string[] | undefined
}

/** The query of POST /images/prune. */
export interface ImagePruneQuery {
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: ImagePruneFilters | undefined
}

export interface ImagePruneResponse {
  /** Images that were deleted */
  ImagesDeleted: ImageDeleteResponseItem[] | null
  /** Disk space reclaimed in bytes */
  SpaceReclaimed: number
}

/** The query of POST /images/{name}/push. */
export interface ImagePushQuery {
  /** Tag of the image to push. For example, `latest`. */
  tag?: string | undefined
  /**
   * The platform: an object such as `{ os: 'linux', architecture: 'arm64' }`.
   * @since API 1.46
   */
  platform?: OCIPlatform | undefined
}

/** The filters of GET /images/search: values of one key are alternatives, keys must all match. */
export interface ImageSearchFilters {
  /** `is-automated=(true|false)` (deprecated, see below) */
  'is-automated'?: readonly ('true' | 'false')[] | undefined
  /** `is-official=(true|false)` */
  'is-official'?: readonly ('true' | 'false')[] | undefined
  /** `stars=<number>` Matches images that has at least 'number' stars. */
  stars?: readonly string[] | undefined
}

/** The query of GET /images/search. */
export interface ImageSearchQuery {
  /** Term to search */
  term: string
  /** Maximum number of results to return */
  limit?: number | undefined
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: ImageSearchFilters | undefined
}

export interface ImageSearchResponseItem {
  description: string
  is_official: boolean
  /**
   * Whether this repository has automated builds enabled.
   * @deprecated since API 1.44
   */
  is_automated?: boolean
  name: string
  star_count: number
}

export interface ImageSummary {
  /** ID is the content-addressable ID of an image. */
  Id: string
  /** ID of the parent image. */
  ParentId: string
  /** List of image names/tags in the local image cache that reference this image. */
  RepoTags: string[] | null
  /**
   * List of content-addressable digests of locally available image manifests that the image is referenced from.
   * Multiple manifests can refer to the same image.
   */
  RepoDigests: string[] | null
  /** Date and time at which the image was created as a Unix timestamp (number of seconds since EPOCH). */
  Created: number
  /** Total size of the image including all layers it is composed of. */
  Size: number
  /** Total size of image layers that are shared between this image and other images. */
  SharedSize: number
  /** User-defined key/value metadata. */
  Labels: Record<string, string> | null
  /** Number of containers using this image. Includes both stopped and running containers. */
  Containers: number
  /**
   * Manifests is a list of manifests available in this image. It provides a more detailed view of the platform-specific
   * image manifests or other image-attached data like build attestations.
   * @since API 1.47
   */
  Manifests?: ImageManifestSummary[]
  /**
   * Descriptor is an OCI descriptor of the image target. In case of a multi-platform image, this descriptor points to
   * the OCI index or a manifest list.
   * @since API 1.48
   */
  Descriptor?: OCIDescriptor
  /**
   * Total size of the image including all layers it is composed of.
   * @deprecated since API 1.43, removed in API 1.44
   */
  VirtualSize?: number
}

/** The query of POST /images/{name}/tag. */
export interface ImageTagQuery {
  /** The repository to tag in. For example, `someuser/someimage`. */
  repo?: string | undefined
  /** The name of the new tag. */
  tag?: string | undefined
}

/** represents system data usage for image resources. */
export interface ImagesDiskUsage {
  /** Count of active images. */
  ActiveCount?: number
  /** Count of all images. */
  TotalCount?: number
  /** Disk space that can be reclaimed by removing unused images. */
  Reclaimable?: number
  /** Disk space in use by images. */
  TotalSize?: number
  /** List of image summaries. */
  Items?: ImageSummary[]
}

/** IndexInfo contains information about a registry. */
export interface IndexInfo {
  /** Name of the registry, such as "docker.io". */
  Name: string
  /** List of mirrors, expressed as URIs. */
  Mirrors: string[]
  /** Indicates if the registry is part of the list of insecure registries. */
  Secure: boolean
  /** Indicates whether this is an official registry (i.e., Docker Hub / docker.io) */
  Official: boolean
}

/** JoinTokens contains the tokens workers and managers need to join the swarm. */
export interface JoinTokens {
  /** The token workers can use to join the swarm. */
  Worker: string
  /** The token managers can use to join the swarm. */
  Manager: string
}

/** KnownSignerIdentity is an identifier for a special signer identity that is known to the implementation. */
export type KnownSignerIdentity = 'DHI'

/** An object describing a limit on resources which can be requested by a task. */
export interface Limit {
  NanoCPUs?: number | undefined
  MemoryBytes?: number | undefined
  /**
   * Limits the maximum number of PIDs in the container. Set `0` for unlimited.
   * @since API 1.41
   */
  Pids?: number | undefined
  /**
   * User-defined resources can be either Integer resources (e.g, `SSD=3`) or String resources (e.g, `GPU=UUID1`).
   * @since API 1.32
   * @deprecated removed in API 1.41
   */
  GenericResources?: GenericResources | undefined
}

export interface LoadImageInfo {
  stream?: string
  status?: string
  progressDetail?: ProgressDetail
  errorDetail?: ErrorDetail
  id?: string
  /** @deprecated since API 1.48 */
  progress?: string
  /** @deprecated since API 1.48 */
  error?: string
  aux?: unknown
}

/** Current local status of this node. */
export type LocalNodeState = '' | 'inactive' | 'pending' | 'active' | 'error' | 'locked'

/** ManagerStatus represents the status of a manager. */
export interface ManagerStatus {
  Leader?: boolean
  /** Reachability represents the reachability of a node. */
  Reachability?: Reachability
  /** The IP address and port at which the manager is reachable. */
  Addr?: string
}

export interface Mount {
  /** Container path. */
  Target?: string | undefined
  /** Mount source (e.g. a volume name, a host path). The source cannot be specified when using `Type=tmpfs`. */
  Source?: string | undefined
  /** The mount type. Available types. */
  Type?: MountType | undefined
  /** Whether the mount should be read-only. */
  ReadOnly?: boolean | undefined
  /**
   * The consistency requirement for the mount: `default`, `consistent`, `cached`, or `delegated`.
   * @since API 1.28
   */
  Consistency?: string | undefined
  /** Optional configuration for the `bind` type. */
  BindOptions?: MountBindOptions | undefined
  /** Optional configuration for the `volume` type. */
  VolumeOptions?: MountVolumeOptions | undefined
  /**
   * Optional configuration for the `image` type.
   * @since API 1.48
   */
  ImageOptions?: MountImageOptions | undefined
  /** Optional configuration for the `tmpfs` type. */
  TmpfsOptions?: MountTmpfsOptions | undefined
  /** @since API 1.42 */
  ClusterOptions?: EmptyObject | undefined
}

/** Optional configuration for the `bind` type. */
export interface MountBindOptions {
  /** A propagation mode with the value `[r]private`, `[r]shared`, or `[r]slave`. */
  Propagation?: 'private' | 'rprivate' | 'shared' | 'rshared' | 'slave' | 'rslave' | undefined
  /**
   * Disable recursive bind mount.
   * @since API 1.40
   */
  NonRecursive?: boolean | undefined
  /**
   * Create mount point on host if missing
   * @since API 1.42
   */
  CreateMountpoint?: boolean | undefined
  /**
   * Make the mount non-recursively read-only, but still leave the mount recursive (unless NonRecursive is set to `true`
   * in conjunction).
   * @since API 1.44
   */
  ReadOnlyNonRecursive?: boolean | undefined
  /**
   * Raise an error if the mount cannot be made recursively read-only.
   * @since API 1.44
   */
  ReadOnlyForceRecursive?: boolean | undefined
}

/** Optional configuration for the `image` type. */
export interface MountImageOptions {
  /** Source path inside the image. Must be relative without any back traversals. */
  Subpath?: string | undefined
}

/**
 * MountPoint represents a mount point configuration inside the container. This is used for reporting the mountpoints in
 * use by a container.
 */
export interface MountPoint {
  /** The mount type. */
  Type?: MountType
  /** Name is the name reference to the underlying data defined by `Source` e.g., the volume name. */
  Name?: string
  /** Source location of the mount. */
  Source: string
  /**
   * Destination is the path relative to the container root (`/`) where the `Source` is mounted inside the container.
   */
  Destination: string
  /** Driver is the volume driver used to create the volume (if it is a volume). */
  Driver?: string
  /** Mode is a comma separated list of options supplied by the user when creating the bind/volume mount. */
  Mode: string
  /** Whether the mount is mounted writable (read-write). */
  RW: boolean
  /** Propagation describes how mounts are propagated from the host into the mount point, and vice-versa. */
  Propagation: string
}

/** Optional configuration for the `tmpfs` type. */
export interface MountTmpfsOptions {
  /** The size for the tmpfs mount in bytes. */
  SizeBytes?: number | undefined
  /**
   * The permission mode for the tmpfs mount in an integer. The value must not be in octal format (e.g. 755) but rather
   * the decimal representation of the octal value (e.g. 493).
   */
  Mode?: number | undefined
  /**
   * The options to be passed to the tmpfs mount. An array of arrays.
   * @since API 1.46
   */
  Options?: string[][] | undefined
}

/** The mount type. Available types. */
export type MountType = 'bind' | 'cluster' | 'image' | 'npipe' | 'tmpfs' | 'volume'

/** Optional configuration for the `volume` type. */
export interface MountVolumeOptions {
  /** Populate volume with data from the target. */
  NoCopy?: boolean | undefined
  /** User-defined key/value metadata. */
  Labels?: Record<string, string> | undefined
  /** Map of driver specific options */
  DriverConfig?: MountVolumeOptionsDriverConfig | undefined
  /**
   * Source path inside the volume. Must be relative without any back traversals.
   * @since API 1.45
   */
  Subpath?: string | undefined
}

/** Map of driver specific options */
export interface MountVolumeOptionsDriverConfig {
  /** Name of the driver to use to create the volume. */
  Name?: string | undefined
  /** key/value map of driver specific options. */
  Options?: Record<string, string> | undefined
}

/** Information about the Node Resource Interface (NRI). */
export interface NRIInfo {
  /** Information about NRI, provided as "label" / "value" pairs. */
  Info?: string[][]
}

export interface Network {
  /** Name of the network. */
  Name: string
  /** ID that uniquely identifies a network on a single machine. */
  Id: string
  /**
   * Date and time at which the network was created in [RFC 3339](https://www.ietf.org/rfc/rfc3339.txt) format with
   * nano-seconds.
   */
  Created: string
  /** The level at which the network exists (e.g. `swarm` for cluster-wide or `local` for machine level) */
  Scope: string
  /** The name of the driver used to create the network (e.g. `bridge`, `overlay`). */
  Driver: string
  /**
   * Whether the network was created with IPv4 enabled.
   * @since API 1.48
   */
  EnableIPv4?: boolean
  /** Whether the network was created with IPv6 enabled. */
  EnableIPv6: boolean
  /** The network's IP Address Management. */
  IPAM: IPAMReceived
  /** Whether the network is created to only allow internal networking connectivity. */
  Internal: boolean
  /**
   * Whether a global / swarm scope network is manually attachable by regular containers from workers in swarm mode.
   * @since API 1.27
   */
  Attachable: boolean
  /**
   * Whether the network is providing the routing-mesh for the swarm cluster.
   * @since API 1.29
   */
  Ingress: boolean
  /**
   * The config-only network source to provide the configuration for this network.
   * @since API 1.30
   */
  ConfigFrom: ConfigReference
  /**
   * Whether the network is a config-only network. Config-only networks are placeholder networks for network
   * configurations to be used by other networks.
   * @since API 1.30
   */
  ConfigOnly: boolean
  /** Network-specific options uses when creating the network. */
  Options: Record<string, string> | null
  /** Metadata specific to the network being created. */
  Labels: Record<string, string> | null
  /**
   * List of peer nodes for an overlay network. This field is only present for overlay networks, and omitted for other
   * network types.
   */
  Peers?: PeerInfo[]
  /**
   * Contains endpoints attached to the network.
   * @deprecated removed in API 1.52
   */
  Containers?: Record<string, EndpointResource> | null
}

/** Specifies how a task is attached to a network, and the addresses the task was assigned on that network. */
export interface NetworkAttachment {
  /** The network as swarm knows it. */
  Network: SwarmNetwork
  /** The task's addresses in it. */
  Addresses?: string[]
}

/** Specifies how a service should be attached to a particular network. */
export interface NetworkAttachmentConfig {
  /** The target network for attachment. Must be a network name or ID. */
  Target?: string | undefined
  /** Discoverable alternate names for the service on this network. */
  Aliases?: string[] | undefined
  /**
   * Driver attachment options for the network target.
   * @since API 1.39
   */
  DriverOpts?: Record<string, string> | undefined
}

/** NetworkConnectRequest represents the data to be used to connect a container to a network. */
export interface NetworkConnectRequest {
  /** The ID or name of the container to connect to the network. */
  Container: string
  /** Configuration for a network endpoint. */
  EndpointConfig?: EndpointSettings | null | undefined
}

export interface NetworkCreateRequest {
  /** The network's name. */
  Name: string
  /** Name of the network driver plugin to use. */
  Driver?: string | undefined
  /**
   * The level at which the network exists (e.g. `swarm` for cluster-wide or `local` for machine level).
   * @since API 1.30
   */
  Scope?: string | undefined
  /** Restrict external access to the network. */
  Internal?: boolean | undefined
  /**
   * Globally scoped network is manually attachable by regular containers from workers in swarm mode.
   * @since API 1.27
   */
  Attachable?: boolean | undefined
  /**
   * Ingress network is the network which provides the routing-mesh in swarm mode.
   * @since API 1.29
   */
  Ingress?: boolean | undefined
  /**
   * Creates a config-only network. Config-only networks are placeholder networks for network configurations to be used
   * by other networks.
   * @since API 1.30
   */
  ConfigOnly?: boolean | undefined
  /**
   * Specifies the source which will provide the configuration for this network. The specified network must be an
   * existing config-only network; see ConfigOnly.
   * @since API 1.30
   */
  ConfigFrom?: ConfigReference | undefined
  /** Optional custom IP scheme for the network. */
  IPAM?: IPAM | undefined
  /**
   * Enable IPv4 on the network.
   * @since API 1.48
   */
  EnableIPv4?: boolean | undefined
  /** Enable IPv6 on the network. */
  EnableIPv6?: boolean | undefined
  /** Network specific options to be used by the drivers. */
  Options?: Record<string, string> | undefined
  /** User-defined key/value metadata. */
  Labels?: Record<string, string> | undefined
  /** @deprecated since API 1.44, removed in API 1.46 */
  CheckDuplicate?: boolean | undefined
}

/** OK response to NetworkCreate operation */
export interface NetworkCreateResponse {
  /** The ID of the created network. */
  Id: string
  /** Warnings encountered when creating the container */
  Warning: string
}

/** NetworkDisconnectRequest represents the data to be used to disconnect a container from a network. */
export interface NetworkDisconnectRequest {
  /** The ID or name of the container to disconnect from the network. */
  Container: string
  /** Force the container to disconnect from the network. */
  Force?: boolean | undefined
}

/** The body of the "get network" http response message. */
export interface NetworkInspect extends Network {
  /** Contains endpoints attached to the network. */
  Containers: Record<string, EndpointResource> | null
  /**
   * List of services using the network. This field is only present for swarm scope networks, and omitted for local
   * scope networks.
   * @since API 1.28
   */
  Services?: Record<string, ServiceInfo>
  /**
   * provides runtime information about the network such as the number of allocated IPs.
   * @since API 1.52
   */
  Status?: NetworkStatus
}

/** The query of GET /networks/{id}. */
export interface NetworkInspectQuery {
  /**
   * Detailed inspect output for troubleshooting
   * @since API 1.28
   */
  verbose?: boolean | undefined
  /**
   * Filter the network by scope (swarm, global, or local)
   * @since API 1.31
   */
  scope?: string | undefined
}

/** The filters of GET /networks: values of one key are alternatives, keys must all match. */
export interface NetworkListFilters {
  /**
   * `dangling=<boolean>` When set to `true` (or `1`), returns all
   * @since API 1.40
   */
  dangling?: readonly ('true' | 'false')[] | undefined
  /** `driver=<driver-name>` Matches a network's driver. */
  driver?: readonly string[] | undefined
  /** `id=<network-id>` Matches all or part of a network ID. */
  id?: readonly string[] | undefined
  /** `label=<key>` or `label=<key>=<value>` of a network label. */
  label?: readonly string[] | undefined
  /** `name=<network-name>` Matches all or part of a network name. */
  name?: readonly string[] | undefined
  /**
   * `scope=["swarm"|"global"|"local"]` Filters networks by scope (`swarm`, `global`, or `local`).
   * @since API 1.29
   */
  scope?: readonly ('swarm' | 'global' | 'local')[] | undefined
  /** `type=["custom"|"builtin"]` Filters networks by type. The `custom` keyword returns all user-defined networks. */
  type?: readonly ('custom' | 'builtin')[] | undefined
}

/** The query of GET /networks. */
export interface NetworkListQuery {
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: NetworkListFilters | undefined
}

/** The filters of POST /networks/prune: values of one key are alternatives, keys must all match. */
export interface NetworkPruneFilters {
  /**
   * `label` (`label=<key>`, `label=<key>=<value>`, `label!=<key>`, or `label!=<key>=<value>`) Prune networks with (or
   * without, in case `label!=...` is used) the specified labels.
   * @since API 1.29
   */
  label?: readonly string[] | undefined
  /** @since API 1.29 */
  'label!'?: readonly string[] | undefined
  /** `until=<timestamp>` Prune networks created before this timestamp. */
  until?: readonly string[] | undefined
}

/** The query of POST /networks/prune. */
export interface NetworkPruneQuery {
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: NetworkPruneFilters | undefined
}

export interface NetworkPruneResponse {
  /** Networks that were deleted */
  NetworksDeleted: string[] | null
}

/** NetworkSettings exposes the network settings in the API */
export interface NetworkSettings {
  /** SandboxID uniquely represents a container's network stack. */
  SandboxID: string
  /** SandboxKey is the full path of the netns handle */
  SandboxKey: string
  /**
   * PortMap describes the mapping of container ports to host ports, using the container's port-number and protocol as
   * key in the format `<port>/<protocol>`, for example, `80/udp`.
   */
  Ports: PortMap | null
  /** Information about all networks that the container is connected to. */
  Networks: Record<string, EndpointSettingsReceived>
  /**
   * Name of the default bridge interface when dockerd's --bridge flag is set.
   * @deprecated since API 1.51, removed in API 1.52
   */
  Bridge?: string
  /**
   * Gateway address for the default "bridge" network.
   * @deprecated since API 1.32, removed in API 1.52
   */
  Gateway?: string
  /**
   * Mask length of the IPv4 address.
   * @deprecated since API 1.32, removed in API 1.52
   */
  IPPrefixLen?: number
  /**
   * MAC address for the container on the default "bridge" network.
   * @deprecated since API 1.32, removed in API 1.52
   */
  MacAddress?: string
  /**
   * Indicates if hairpin NAT should be enabled on the virtual interface.
   * @deprecated since API 1.44, removed in API 1.52
   */
  HairpinMode?: boolean
  /**
   * IPv6 unicast address using the link-local prefix.
   * @deprecated since API 1.44, removed in API 1.52
   */
  LinkLocalIPv6Address?: string
  /**
   * Prefix length of the IPv6 unicast address.
   * @deprecated since API 1.44, removed in API 1.52
   */
  LinkLocalIPv6PrefixLen?: number
  /** @deprecated since API 1.44, removed in API 1.52 */
  SecondaryIPAddresses?: Address[] | null
  /** @deprecated since API 1.44, removed in API 1.52 */
  SecondaryIPv6Addresses?: Address[] | null
  /**
   * EndpointID uniquely represents a service endpoint in a Sandbox.
   * @deprecated since API 1.32, removed in API 1.52
   */
  EndpointID?: string
  /**
   * Global IPv6 address for the default "bridge" network.
   * @deprecated since API 1.32, removed in API 1.52
   */
  GlobalIPv6Address?: string
  /**
   * Mask length of the global IPv6 address.
   * @deprecated since API 1.32, removed in API 1.52
   */
  GlobalIPv6PrefixLen?: number
  /**
   * IPv4 address for the default "bridge" network.
   * @deprecated since API 1.32, removed in API 1.52
   */
  IPAddress?: string
  /**
   * IPv6 gateway address for this network.
   * @deprecated since API 1.32, removed in API 1.52
   */
  IPv6Gateway?: string
}

/** provides runtime information about the network such as the number of allocated IPs. */
export interface NetworkStatus {
  IPAM?: IPAMStatus
}

/** Network list response item */
export interface NetworkSummary extends Network {}

/** carries the information about one backend task */
export interface NetworkTaskInfo {
  Name?: string
  EndpointID?: string
  EndpointIP?: string
  Info?: Record<string, string> | null
}

/** NetworkingConfig represents the container's networking configuration for each of its interfaces. */
export interface NetworkingConfig {
  /**
   * A mapping of network name to endpoint configuration for that network. The endpoint configuration can be left empty
   * to connect to that network with no particular endpoint configuration.
   */
  EndpointsConfig?: Record<string, EndpointSettings> | undefined
}

export interface Node {
  ID: string
  /** The version number of the object such as node, service, etc. This is needed to avoid conflicting writes. */
  Version: ObjectVersion
  /**
   * Date and time at which the node was added to the swarm in [RFC 3339](https://www.ietf.org/rfc/rfc3339.txt) format
   * with nano-seconds.
   */
  CreatedAt: string
  /**
   * Date and time at which the node was last updated in [RFC 3339](https://www.ietf.org/rfc/rfc3339.txt) format with
   * nano-seconds.
   */
  UpdatedAt: string
  Spec: NodeSpecReceived
  /** NodeDescription encapsulates the properties of the Node as reported by the agent. */
  Description: NodeDescription
  /** NodeStatus represents the status of a node. */
  Status: NodeStatus
  /** ManagerStatus represents the status of a manager. */
  ManagerStatus?: ManagerStatus
}

export interface NodeCSIInfo {
  PluginName?: string
  NodeID?: string
  MaxVolumesPerNode?: number
  AccessibleTopology?: SwarmTopology
}

/** The query of DELETE /nodes/{id}. */
export interface NodeDeleteQuery {
  /** Force remove a node from the swarm */
  force?: boolean | undefined
}

/** NodeDescription encapsulates the properties of the Node as reported by the agent. */
export interface NodeDescription {
  Hostname?: string
  /** Platform represents the platform (Arch/OS). */
  Platform: Platform
  /** An object describing the resources which can be advertised by a node and requested by a task. */
  Resources: ResourceObject
  /** EngineDescription provides information about an engine. */
  Engine: EngineDescription
  /**
   * Information about the issuer of leaf TLS certificates and the trusted root CA certificate.
   * @since API 1.30
   */
  TLSInfo?: TLSInfo
  /**
   * The CSI plugins of the node.
   * @since API 1.42
   */
  CSIInfo?: NodeCSIInfo[]
}

/** The filters of GET /nodes: values of one key are alternatives, keys must all match. */
export interface NodeListFilters {
  /** `id=<node id>` */
  id?: readonly string[] | undefined
  /** `label=<engine label>` */
  label?: readonly string[] | undefined
  /** `membership=`(`accepted`|`pending`)` */
  membership?: readonly ('accepted' | 'pending')[] | undefined
  /** `name=<node name>` */
  name?: readonly string[] | undefined
  /**
   * `node.label=<node label>`
   * @since API 1.40
   */
  'node.label'?: readonly string[] | undefined
  /** `role=`(`manager`|`worker`)` */
  role?: readonly ('manager' | 'worker')[] | undefined
}

/** The query of GET /nodes. */
export interface NodeListQuery {
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: NodeListFilters | undefined
}

export interface NodeSpec {
  /** Name for the node. */
  Name?: string | undefined
  /** User-defined key/value metadata. */
  Labels?: Record<string, string> | null | undefined
  /** Role of the node. */
  Role?: 'worker' | 'manager' | undefined
  /** Availability of the node. */
  Availability?: 'active' | 'pause' | 'drain' | undefined
}

export interface NodeSpecReceived extends NodeSpec {
  /** Role of the node. */
  Role: 'worker' | 'manager'
  /** Availability of the node. */
  Availability: 'active' | 'pause' | 'drain'
  /** User-defined key/value metadata. */
  Labels: Record<string, string> | null
}

/** NodeState represents the state of a node. */
export type NodeState = 'unknown' | 'down' | 'ready' | 'disconnected'

/** NodeStatus represents the status of a node. */
export interface NodeStatus {
  /** NodeState represents the state of a node. */
  State: NodeState
  Message?: string
  /** IP address of the node. */
  Addr?: string
}

/** The query of POST /nodes/{id}/update. */
export interface NodeUpdateQuery {
  /** The version number of the node object being updated. This is required to avoid conflicting writes. */
  version: number
}

/**
 * A descriptor struct containing digest, media type, and size, as defined in the [OCI Content Descriptors
 * Specification](https://github.com/opencontainers/image-spec/blob/v1.0.1/descriptor.md).
 */
export interface OCIDescriptor {
  /** The media type of the object this schema refers to. */
  mediaType: string
  /** The digest of the targeted content. */
  digest: string
  /** The size in bytes of the blob. */
  size: number
  /** List of URLs from which this object MAY be downloaded. */
  urls?: string[]
  /**
   * Arbitrary metadata relating to the targeted content.
   * @since API 1.48
   */
  annotations?: Record<string, string>
  /**
   * Data is an embedding of the targeted content. This is encoded as a base64 string when marshalled to JSON
   * (automatically, by encoding/json).
   * @since API 1.48
   */
  data?: string
  /**
   * Describes the platform which the image in the manifest runs on, as defined in the [OCI Image Index
   * Specification](https://github.com/opencontainers/image-spec/blob/v1.0.1/image-index.md).
   * @since API 1.48
   */
  platform?: OCIPlatform
  /**
   * ArtifactType is the IANA media type of this artifact.
   * @since API 1.48
   */
  artifactType?: string
}

/**
 * Describes the platform which the image in the manifest runs on, as defined in the [OCI Image Index
 * Specification](https://github.com/opencontainers/image-spec/blob/v1.0.1/image-index.md).
 */
export interface OCIPlatform {
  /** The CPU architecture, for example `amd64` or `ppc64`. */
  architecture?: string | undefined
  /** The operating system, for example `linux` or `windows`. */
  os?: string | undefined
  /**
   * Optional field specifying the operating system version, for example on Windows `10.0.19041.1165`.
   * @since API 1.40
   */
  'os.version'?: string | undefined
  /**
   * Optional field specifying an array of strings, each listing a required OS feature (for example on Windows
   * `win32k`).
   * @since API 1.40
   */
  'os.features'?: string[] | undefined
  /**
   * Optional field specifying a variant of the CPU, for example `v7` to specify ARMv7 when architecture is `arm`.
   * @since API 1.40
   */
  variant?: string | undefined
}

/** The version number of the object such as node, service, etc. This is needed to avoid conflicting writes. */
export interface ObjectVersion {
  Index: number
}

/** represents one peer of an overlay network. */
export interface PeerInfo {
  /** ID of the peer-node in the Swarm cluster. */
  Name?: string
  /** IP-address of the peer-node in the Swarm cluster. */
  IP?: string
}

/** Represents a peer-node in the swarm */
export interface PeerNode {
  /** Unique identifier of for this node in the swarm. */
  NodeID?: string
  /** IP address and ports at which this node can be reached. */
  Addr?: string
}

/** Platform represents the platform (Arch/OS). */
export interface Platform {
  /** Architecture represents the hardware architecture (for example, `x86_64`). */
  Architecture?: string | undefined
  /** OS represents the Operating System (for example, `linux` or `windows`). */
  OS?: string | undefined
}

/** A plugin for the Engine API */
export interface Plugin {
  Id?: string
  Name: string
  /** True if the plugin is running. False if the plugin is not running, only installed. */
  Enabled: boolean
  /** user-configurable settings for the plugin. */
  Settings: PluginSettings
  /**
   * plugin remote reference used to push/pull the plugin
   * @since API 1.26
   */
  PluginReference?: string
  /** The config of a plugin. */
  Config: PluginConfig
}

/** The config of a plugin. */
export interface PluginConfig {
  Description: string
  Documentation: string
  /** The interface between Docker and the plugin */
  Interface: PluginConfigInterface
  Entrypoint: string[] | null
  WorkDir: string
  User?: PluginConfigUser
  Network: PluginConfigNetwork
  Linux: PluginConfigLinux
  PropagatedMount: string
  /** @since API 1.29 */
  IpcHost: boolean
  /** @since API 1.29 */
  PidHost: boolean
  Mounts: PluginMount[] | null
  Env: PluginEnv[] | null
  Args: PluginConfigArgs
  rootfs?: PluginConfigRootfs
  /**
   * Docker Version used to create the plugin.
   * @since API 1.29
   * @deprecated since API 1.51, removed in API 1.52
   */
  DockerVersion?: string
}

export interface PluginConfigArgs {
  Name: string
  Description: string
  Settable: string[] | null
  Value: string[] | null
}

/** The interface between Docker and the plugin */
export interface PluginConfigInterface {
  Types: string[] | null
  Socket: string
  /**
   * Protocol to use for clients connecting to the plugin.
   * @since API 1.38
   */
  ProtocolScheme?: '' | 'moby.plugins.http/v1'
}

export interface PluginConfigLinux {
  Capabilities: string[] | null
  AllowAllDevices: boolean
  Devices: PluginDevice[] | null
}

export interface PluginConfigNetwork {
  Type: string
}

export interface PluginConfigRootfs {
  type?: string
  diff_ids?: string[] | null
}

export interface PluginConfigUser {
  UID?: number
  GID?: number
}

/** The query of POST /plugins/create. */
export interface PluginCreateQuery {
  /** The name of the plugin. The `:latest` tag is optional, and is the default if omitted. */
  name: string
}

/** The query of DELETE /plugins/{name}. */
export interface PluginDeleteQuery {
  /** Disable the plugin before removing. This may result in issues if the plugin is in use by a container. */
  force?: boolean | undefined
}

export interface PluginDevice {
  Name: string
  Description: string
  Settable: string[] | null
  Path: string | null
}

/** The query of POST /plugins/{name}/disable. */
export interface PluginDisableQuery {
  /**
   * Force disable a plugin even if still in use.
   * @since API 1.28
   */
  force?: boolean | undefined
}

/** The query of POST /plugins/{name}/enable. */
export interface PluginEnableQuery {
  /** Set the HTTP client timeout (in seconds) */
  timeout?: number | undefined
}

export interface PluginEnv {
  Name: string
  Description: string
  Settable: string[] | null
  Value: string | null
}

export interface PluginInfo {
  status?: string
  progressDetail?: ProgressDetail
  errorDetail?: ErrorDetail
  id?: string
  /** @deprecated since API 1.48 */
  progress?: string
  /** @deprecated since API 1.48 */
  error?: string
  aux?: unknown
}

/** The filters of GET /plugins: values of one key are alternatives, keys must all match. */
export interface PluginListFilters {
  /** `capability=<capability name>` */
  capability?: readonly string[] | undefined
  enabled?: readonly ('true' | 'false')[] | undefined
}

/** The query of GET /plugins. */
export interface PluginListQuery {
  /**
   * Lists of values by key, as in `{ label: ['a=b'] }`.
   * @since API 1.28
   */
  filters?: PluginListFilters | undefined
}

export interface PluginMount {
  Name: string
  Description: string
  Settable: string[] | null
  Source: string | null
  Destination: string
  Type: string
  Options: string[] | null
}

/** Describes a permission the user has to accept upon installing the plugin. */
export interface PluginPrivilege {
  Name: string
  Description: string
  Value: string[]
}

/** The query of POST /plugins/pull. */
export interface PluginPullQuery {
  /** Remote reference for plugin to install. */
  remote: string
  /** Local name for the pulled plugin. */
  name?: string | undefined
}

/** user-configurable settings for the plugin. */
export interface PluginSettings {
  Mounts: PluginMount[]
  Env: string[]
  Args: string[]
  Devices: PluginDevice[]
}

/** The query of POST /plugins/{name}/upgrade. */
export interface PluginUpgradeQuery {
  /** Remote reference to upgrade to. */
  remote: string
}

/** Available plugins per type. */
export interface PluginsInfo {
  /** Names of available volume-drivers, and network-driver plugins. */
  Volume: string[]
  /** Names of available network-drivers, and network-driver plugins. */
  Network: string[]
  /** Names of available authorization plugins. */
  Authorization: string[] | null
  /**
   * Names of available logging-drivers, and logging-driver plugins.
   * @since API 1.30
   */
  Log: string[]
}

/** PortBinding represents a binding between a host IP address and a host port. */
export interface PortBinding {
  /** Host IP address that the container's port is mapped to. */
  HostIp?: string | undefined
  /** Host port number that the container's port is mapped to. */
  HostPort?: string | undefined
}

export type PortMap = Record<string, PortBinding[] | null>

/** represents the port status of a task's host ports whose service has published host ports */
export interface PortStatus {
  Ports?: EndpointPortConfig[]
}

/** Describes a port-mapping between the container and the host. */
export interface PortSummary {
  /** Host IP address that the container's port is mapped to */
  IP?: string
  /** Port on the container */
  PrivatePort: number
  /** Port exposed on the host */
  PublicPort?: number
  Type: 'tcp' | 'udp' | 'sctp'
}

export interface ProcessConfig {
  privileged?: boolean
  user?: string
  tty: boolean
  entrypoint: string
  arguments: string[]
}

export interface ProgressDetail {
  current?: number
  total?: number
  start?: number
  hidecounts?: boolean
  units?: string
}

/**
 * PullIdentity contains remote location information if image was created via pull. If image was pulled via mirror, this
 * contains the original repository location.
 */
export interface PullIdentity {
  /** Repository is the remote repository location the image was pulled from. */
  Repository?: string
}

export interface PushImageInfo {
  errorDetail?: ErrorDetail
  status?: string
  progressDetail?: ProgressDetail
  id?: string
  /** @deprecated since API 1.48 */
  progress?: string
  /** @deprecated since API 1.48 */
  error?: string
  aux?: unknown
}

/** The query of PUT /containers/{id}/archive. */
export interface PutContainerArchiveQuery {
  /** Path to a directory in the container to extract the archive’s contents into. */
  path: string
  /**
   * If `1`, `true`, or `True` then it will be an error if unpacking the given content would cause an existing directory
   * to be replaced with a non-directory and vice versa.
   */
  noOverwriteDirNonDir?: boolean | undefined
  /**
   * If `1`, `true`, then it will copy UID/GID maps to the dest file or dir
   * @since API 1.30
   */
  copyUIDGID?: boolean | undefined
}

/** Reachability represents the reachability of a node. */
export type Reachability = 'unknown' | 'unreachable' | 'reachable'

/** RegistryServiceConfig stores daemon registry services configuration. */
export interface RegistryServiceConfig {
  /** List of IP ranges of insecure registries, using the CIDR syntax ([RFC 4632](https://tools.ietf.org/html/4632)). */
  InsecureRegistryCIDRs: string[]
  IndexConfigs: Record<string, IndexInfo>
  /** List of registry URLs that act as a mirror for the official (`docker.io`) registry. */
  Mirrors: string[] | null
  /**
   * List of IP ranges to which nondistributable artifacts can be pushed, using the CIDR syntax [RFC
   * 4632](https://tools.ietf.org/html/4632).
   * @deprecated since API 1.32, removed in API 1.49
   */
  AllowNondistributableArtifactsCIDRs?: string[] | null
  /**
   * List of registry hostnames to which nondistributable artifacts can be pushed, using the format
   * `<hostname>[:<port>]` or `<IP address>[:<port>]`.
   * @deprecated since API 1.32, removed in API 1.49
   */
  AllowNondistributableArtifactsHostnames?: string[] | null
}

/** An object describing the resources which can be advertised by a node and requested by a task. */
export interface ResourceObject {
  NanoCPUs?: number | undefined
  MemoryBytes?: number | undefined
  /**
   * User-defined resources can be either Integer resources (e.g, `SSD=3`) or String resources (e.g, `GPU=UUID1`).
   * @since API 1.32
   */
  GenericResources?: GenericResources | undefined
}

/** A container's resources (cgroups config, ulimits, etc) */
export interface Resources {
  /** An integer value representing this container's relative CPU weight versus other containers. */
  CpuShares?: number | undefined
  /** Memory limit in bytes. */
  Memory?: number | undefined
  /**
   * Path to `cgroups` under which the container's `cgroup` is created. If the path is not absolute, the path is
   * considered to be relative to the `cgroups` path of the init process.
   */
  CgroupParent?: string | undefined
  /** Block IO weight (relative weight). */
  BlkioWeight?: number | undefined
  /** Block IO weight (relative device weight). */
  BlkioWeightDevice?: ResourcesBlkioWeightDeviceItem[] | null | undefined
  /** Limit read rate (bytes per second) from a device. */
  BlkioDeviceReadBps?: ThrottleDevice[] | null | undefined
  /** Limit write rate (bytes per second) to a device. */
  BlkioDeviceWriteBps?: ThrottleDevice[] | null | undefined
  /** Limit read rate (IO per second) from a device. */
  BlkioDeviceReadIOps?: ThrottleDevice[] | null | undefined
  /** Limit write rate (IO per second) to a device. */
  BlkioDeviceWriteIOps?: ThrottleDevice[] | null | undefined
  /** The length of a CPU period in microseconds. */
  CpuPeriod?: number | undefined
  /** Microseconds of CPU time that the container can get in a CPU period. */
  CpuQuota?: number | undefined
  /**
   * The length of a CPU real-time period in microseconds. Set to 0 to allocate no time allocated to real-time tasks.
   */
  CpuRealtimePeriod?: number | undefined
  /**
   * The length of a CPU real-time runtime in microseconds. Set to 0 to allocate no time allocated to real-time tasks.
   */
  CpuRealtimeRuntime?: number | undefined
  /** CPUs in which to allow execution (e.g., `0-3`, `0,1`). */
  CpusetCpus?: string | undefined
  /** Memory nodes (MEMs) in which to allow execution (0-3, 0,1). Only effective on NUMA systems. */
  CpusetMems?: string | undefined
  /** A list of devices to add to the container. */
  Devices?: DeviceMapping[] | null | undefined
  /**
   * a list of cgroup rules to apply to the container
   * @since API 1.28
   */
  DeviceCgroupRules?: string[] | null | undefined
  /**
   * A list of requests for devices to be sent to device drivers.
   * @since API 1.40
   */
  DeviceRequests?: DeviceRequest[] | null | undefined
  /** Memory soft limit in bytes. */
  MemoryReservation?: number | undefined
  /** Total memory limit (memory + swap). Set as `-1` to enable unlimited swap. */
  MemorySwap?: number | undefined
  /** Tune a container's memory swappiness behavior. Accepts an integer between 0 and 100. */
  MemorySwappiness?: number | null | undefined
  /** CPU quota in units of 10<sup>-9</sup> CPUs. */
  NanoCpus?: number | undefined
  /** Disable OOM Killer for the container. */
  OomKillDisable?: boolean | null | undefined
  /**
   * Run an init inside the container that forwards signals and reaps processes. This field is omitted if empty, and the
   * default (as configured on the daemon) is used.
   */
  Init?: boolean | null | undefined
  /** Tune a container's PIDs limit. Set `0` or `-1` for unlimited, or `null` to not change. */
  PidsLimit?: number | null | undefined
  /** A list of resource limits to set in the container. For example. */
  Ulimits?: ResourcesUlimitsItem[] | null | undefined
  /** The number of usable CPUs (Windows only). */
  CpuCount?: number | undefined
  /** The usable percentage of the available CPUs (Windows only). */
  CpuPercent?: number | undefined
  /** Maximum IOps for the container system drive (Windows only) */
  IOMaximumIOps?: number | undefined
  /** Maximum IO in bytes per second for the container system drive (Windows only). */
  IOMaximumBandwidth?: number | undefined
}

export interface ResourcesBlkioWeightDeviceItem {
  Path?: string | undefined
  Weight?: number | undefined
}

export interface ResourcesUlimitsItem {
  /** Name of ulimit */
  Name?: string | undefined
  /** Soft limit */
  Soft?: number | undefined
  /** Hard limit */
  Hard?: number | undefined
}

/** The behavior to apply when the container exits. The default is not to restart. */
export interface RestartPolicy {
  /** Empty string means not to restart */
  Name?: '' | 'no' | 'always' | 'unless-stopped' | 'on-failure' | undefined
  /** If `on-failure` is used, the number of times to retry before giving up. */
  MaximumRetryCount?: number | undefined
}

export interface RestartPolicyReceived extends RestartPolicy {
  /** Empty string means not to restart */
  Name: '' | 'no' | 'always' | 'unless-stopped' | 'on-failure'
  /** If `on-failure` is used, the number of times to retry before giving up. */
  MaximumRetryCount: number
}

/** Information about the storage used for the container's root filesystem. */
export interface RootFSStorage {
  /** Information about the snapshot used for the container's root filesystem. */
  Snapshot?: RootFSStorageSnapshot | null
}

/** Information about a snapshot backend of the container's root filesystem. */
export interface RootFSStorageSnapshot {
  /** Name of the snapshotter. */
  Name?: string
}

/** Runtime describes an [OCI compliant](https://github.com/opencontainers/runtime-spec) runtime. */
export interface Runtime {
  /** Name and, optional, path, of the OCI executable binary. */
  path?: string
  /** List of command-line arguments to pass to the runtime when invoked. */
  runtimeArgs?: string[] | null
  /**
   * Information specific to the runtime.
   * @since API 1.44
   */
  status?: Record<string, string> | null
  /**
   * The name of a containerd shim.
   * @since API 1.44
   */
  runtimeType?: string
  /**
   * Options of that shim.
   * @since API 1.44
   */
  options?: Record<string, unknown>
}

export interface Secret {
  ID: string
  /** The version number of the object such as node, service, etc. This is needed to avoid conflicting writes. */
  Version: ObjectVersion
  CreatedAt: string
  UpdatedAt: string
  Spec: SecretSpecReceived
}

export interface SecretCreateRequest extends SecretSpec {}

export interface SecretCreateResponse {
  /** The id of the secret. */
  ID: string
}

/** The filters of GET /secrets: values of one key are alternatives, keys must all match. */
export interface SecretListFilters {
  /**
   * `id=<secret id>`
   * @since API 1.29
   */
  id?: readonly string[] | undefined
  /**
   * `label=<key> or label=<key>=value`
   * @since API 1.29
   */
  label?: readonly string[] | undefined
  /**
   * `name=<secret name>`
   * @since API 1.29
   */
  name?: readonly string[] | undefined
  /** `names=<secret name>` */
  names?: readonly string[] | undefined
}

/** The query of GET /secrets. */
export interface SecretListQuery {
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: SecretListFilters | undefined
}

export interface SecretSpec {
  /** User-defined name of the secret. */
  Name?: string | undefined
  /** User-defined key/value metadata. */
  Labels?: Record<string, string> | null | undefined
  /**
   * Data is the data to store as a secret, formatted as a standard base64-encoded ([RFC
   * 4648](https://tools.ietf.org/html/rfc4648#section-4)) string.
   */
  Data?: string | undefined
  /**
   * Name of the secrets driver used to fetch the secret's value from an external secret store.
   * @since API 1.31
   */
  Driver?: Driver | undefined
  /**
   * Templating driver, if applicable
   * @since API 1.37
   */
  Templating?: Driver | undefined
}

export interface SecretSpecReceived extends SecretSpec {
  /** User-defined name of the secret. */
  Name: string
  /** User-defined key/value metadata. */
  Labels: Record<string, string> | null
}

/** The query of POST /secrets/{id}/update. */
export interface SecretUpdateQuery {
  /** The version number of the secret object being updated. This is required to avoid conflicting writes. */
  version: number
}

export interface Service {
  ID: string
  /** The version number of the object such as node, service, etc. This is needed to avoid conflicting writes. */
  Version: ObjectVersion
  CreatedAt: string
  UpdatedAt: string
  /** User modifiable configuration for a service. */
  Spec: ServiceSpecReceived
  Endpoint: ServiceEndpoint
  /** The status of a service update. */
  UpdateStatus?: ServiceUpdateStatus
  /**
   * The status of the service's tasks. Provided only when requested as part of a ServiceList operation.
   * @since API 1.41
   */
  ServiceStatus?: ServiceServiceStatus
  /**
   * The status of the service when it is in one of ReplicatedJob or GlobalJob modes. Absent on Replicated and Global
   * mode services.
   * @since API 1.41
   */
  JobStatus?: ServiceJobStatus
  /** The specification before the last update. */
  PreviousSpec?: ServiceSpecReceived
}

export interface ServiceCreateRequest extends ServiceSpec {}

/** contains the information returned to a client on the creation of a new service. */
export interface ServiceCreateResponse {
  /** The ID of the created service. */
  ID: string
  /** Optional warning message. */
  Warnings?: string[] | null
}

export interface ServiceEndpoint {
  /** Properties that can be configured to access and load balance a service. */
  Spec?: EndpointSpec
  Ports?: EndpointPortConfig[]
  VirtualIPs?: ServiceEndpointVirtualIPsItem[]
}

export interface ServiceEndpointVirtualIPsItem {
  NetworkID?: string
  Addr?: string
}

/** represents service parameters with the list of service's tasks */
export interface ServiceInfo {
  VIP?: string
  Ports?: string[] | null
  LocalLBIndex?: number
  Tasks?: NetworkTaskInfo[] | null
}

/** The query of GET /services/{id}. */
export interface ServiceInspectQuery {
  /**
   * Fill empty fields with default values.
   * @since API 1.29
   */
  insertDefaults?: boolean | undefined
}

/**
 * The status of the service when it is in one of ReplicatedJob or GlobalJob modes. Absent on Replicated and Global mode
 * services.
 */
export interface ServiceJobStatus {
  /** JobIteration is a value increased each time a Job is executed, successfully or otherwise. */
  JobIteration?: ObjectVersion
  /** The last time, as observed by the server, that this job was started. */
  LastExecution?: string
}

/** The filters of GET /services: values of one key are alternatives, keys must all match. */
export interface ServiceListFilters {
  /** `id=<service id>` */
  id?: readonly string[] | undefined
  /** `label=<service label>` */
  label?: readonly string[] | undefined
  /**
   * `mode=["replicated"|"global"]`
   * @since API 1.29
   */
  mode?: readonly ('replicated' | 'global')[] | undefined
  /** `name=<service name>` */
  name?: readonly string[] | undefined
  /** @since API 1.31 */
  runtime?: readonly string[] | undefined
}

/** The query of GET /services. */
export interface ServiceListQuery {
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: ServiceListFilters | undefined
  /**
   * Include service status, with count of running and desired tasks.
   * @since API 1.41
   */
  status?: boolean | undefined
}

/** The query of GET /services/{id}/logs. */
export interface ServiceLogsQuery {
  /** Show service context and extra details provided to logs. */
  details?: boolean | undefined
  /** Keep connection after returning logs. */
  follow?: boolean | undefined
  /** Return logs from `stdout` */
  stdout?: boolean | undefined
  /** Return logs from `stderr` */
  stderr?: boolean | undefined
  /** Only return logs since this time, as a UNIX timestamp */
  since?: Timestamp | undefined
  /** Add timestamps to every log line */
  timestamps?: boolean | undefined
  /**
   * Only return this number of log lines from the end of the logs. Specify as an integer or `all` to output all log
   * lines.
   */
  tail?: 'all' | number | `${number}` | undefined
}

/** The status of the service's tasks. Provided only when requested as part of a ServiceList operation. */
export interface ServiceServiceStatus {
  /** The number of tasks for the service currently in the Running state. */
  RunningTasks: number
  /**
   * The number of tasks for the service desired to be running. For replicated services, this is the replica count from
   * the service spec.
   */
  DesiredTasks: number
  /** The number of tasks for a job that are in the Completed state. */
  CompletedTasks?: number
}

/** User modifiable configuration for a service. */
export interface ServiceSpec {
  /** Name of the service. */
  Name?: string | undefined
  /** User-defined key/value metadata. */
  Labels?: Record<string, string> | null | undefined
  /** User modifiable task configuration. */
  TaskTemplate?: TaskSpec | undefined
  /** Scheduling mode for the service. */
  Mode?: ServiceSpecMode | undefined
  /** Specification for the update strategy of the service. */
  UpdateConfig?: ServiceSpecUpdateConfig | undefined
  /**
   * Specification for the rollback strategy of the service.
   * @since API 1.28
   */
  RollbackConfig?: ServiceSpecRollbackConfig | undefined
  /**
   * Specifies which networks the service should attach to.
   * @deprecated since API 1.44
   */
  Networks?: NetworkAttachmentConfig[] | undefined
  /** Properties that can be configured to access and load balance a service. */
  EndpointSpec?: EndpointSpec | undefined
}

/** Scheduling mode for the service. */
export interface ServiceSpecMode {
  Replicated?: ServiceSpecModeReplicated | undefined
  Global?: EmptyObject | undefined
  /**
   * The mode used for services with a finite number of tasks that run to a completed state.
   * @since API 1.41
   */
  ReplicatedJob?: ServiceSpecModeReplicatedJob | undefined
  /**
   * The mode used for services which run a task to the completed state on each valid node.
   * @since API 1.41
   */
  GlobalJob?: EmptyObject | undefined
}

export interface ServiceSpecModeReplicated {
  Replicas?: number | undefined
}

/** The mode used for services with a finite number of tasks that run to a completed state. */
export interface ServiceSpecModeReplicatedJob {
  /** The maximum number of replicas to run simultaneously. */
  MaxConcurrent?: number | undefined
  /**
   * The total number of replicas desired to reach the Completed state. If unset, will default to the value of
   * `MaxConcurrent`
   */
  TotalCompletions?: number | undefined
}

export interface ServiceSpecReceived extends ServiceSpec {
  /** Name of the service. */
  Name: string
  /** User modifiable task configuration. */
  TaskTemplate: TaskSpec
  /** Scheduling mode for the service. */
  Mode: ServiceSpecMode
  /** User-defined key/value metadata. */
  Labels: Record<string, string> | null
}

/** Specification for the rollback strategy of the service. */
export interface ServiceSpecRollbackConfig {
  /** Maximum number of tasks to be rolled back in one iteration (0 means unlimited parallelism). */
  Parallelism?: number | undefined
  /** Amount of time between rollback iterations, in nanoseconds. */
  Delay?: number | undefined
  /** Action to take if an rolled back task fails to run, or stops running during the rollback. */
  FailureAction?: 'continue' | 'pause' | undefined
  /** Amount of time to monitor each rolled back task for failures, in nanoseconds. */
  Monitor?: number | undefined
  /**
   * The fraction of tasks that may fail during a rollback before the failure action is invoked, specified as a floating
   * point number between 0 and 1.
   */
  MaxFailureRatio?: number | undefined
  /**
   * The order of operations when rolling back a task. Either the old task is shut down before the new task is started,
   * or the new task is started before the old task is shut down.
   * @since API 1.29
   */
  Order?: 'stop-first' | 'start-first' | undefined
}

/** Specification for the update strategy of the service. */
export interface ServiceSpecUpdateConfig {
  /** Maximum number of tasks to be updated in one iteration (0 means unlimited parallelism). */
  Parallelism?: number | undefined
  /** Amount of time between updates, in nanoseconds. */
  Delay?: number | undefined
  /** Action to take if an updated task fails to run, or stops running during the update. */
  FailureAction?: 'continue' | 'pause' | 'rollback' | undefined
  /** Amount of time to monitor each updated task for failures, in nanoseconds. */
  Monitor?: number | undefined
  /**
   * The fraction of tasks that may fail during an update before the failure action is invoked, specified as a floating
   * point number between 0 and 1.
   */
  MaxFailureRatio?: number | undefined
  /**
   * The order of operations when rolling out an updated task. Either the old task is shut down before the new task is
   * started, or the new task is started before the old task is shut down.
   * @since API 1.29
   */
  Order?: 'stop-first' | 'start-first' | undefined
}

/** The query of POST /services/{id}/update. */
export interface ServiceUpdateQuery {
  /** The version number of the service object being updated. This is required to avoid conflicting writes. */
  version: number
  /**
   * If the `X-Registry-Auth` header is not specified, this parameter indicates where to find registry authorization
   * credentials.
   */
  registryAuthFrom?: 'spec' | 'previous-spec' | undefined
  /**
   * Set to this parameter to `previous` to cause a server-side rollback to the previous service spec. The supplied spec
   * will be ignored in this case.
   * @since API 1.28
   */
  rollback?: string | undefined
}

export interface ServiceUpdateRequest extends ServiceSpec {}

export interface ServiceUpdateResponse {
  /** Optional warning messages */
  Warnings?: string[] | null
}

/** The status of a service update. */
export interface ServiceUpdateStatus {
  State?: 'updating' | 'paused' | 'completed' | 'rollback_started' | 'rollback_paused' | 'rollback_completed'
  StartedAt?: string
  CompletedAt?: string
  Message?: string
}

/** SignatureIdentity contains the properties of verified signatures for the image. */
export interface SignatureIdentity {
  /** Name is a textual description summarizing the type of signature. */
  Name?: string
  /** Timestamps contains a list of verified signed timestamps for the signature. */
  Timestamps?: SignatureTimestamp[]
  /** KnownSigner is an identifier for a special signer identity that is known to the implementation. */
  KnownSigner?: KnownSignerIdentity
  /**
   * DockerReference is the Docker image reference associated with the signature. This is an optional field only present
   * in older hashedrecord signatures.
   */
  DockerReference?: string
  /** Signer contains information about the signer certificate used to sign the image. */
  Signer?: SignerIdentity
  /** SignatureType is the type of signature format. E.g. */
  SignatureType?: SignatureType
  /** Error contains error information if signature verification failed. Other fields will be empty in this case. */
  Error?: string
  /**
   * Warnings contains any warnings that occurred during signature verification. For example, if there was no internet
   * connectivity and cached trust roots were used.
   */
  Warnings?: string[]
}

/** SignatureTimestamp contains information about a verified signed timestamp for an image signature. */
export interface SignatureTimestamp {
  /** SignatureTimestampType is the type of timestamp used in the signature. */
  Type?: SignatureTimestampType
  URI?: string
  Timestamp?: string
}

/** SignatureTimestampType is the type of timestamp used in the signature. */
export type SignatureTimestampType = 'Tlog' | 'TimestampAuthority'

/** SignatureType is the type of signature format. */
export type SignatureType = 'bundle-v0.3' | 'simplesigning-v1'

/** SignerIdentity contains information about the signer certificate used to sign the image. */
export interface SignerIdentity {
  /** CertificateIssuer is the certificate issuer. */
  CertificateIssuer?: string
  /** SubjectAlternativeName is the certificate subject alternative name. */
  SubjectAlternativeName?: string
  /**
   * The OIDC issuer. Should match `iss` claim of ID token or, in the case of a federated login like Dex it should match
   * the issuer URL of the upstream issuer.
   */
  Issuer?: string
  /** Reference to specific build instructions that are responsible for signing. */
  BuildSignerURI?: string
  /** Immutable reference to the specific version of the build instructions that is responsible for signing. */
  BuildSignerDigest?: string
  /**
   * Specifies whether the build took place in platform-hosted cloud infrastructure or customer/self-hosted
   * infrastructure.
   */
  RunnerEnvironment?: string
  /** Source repository URL that the build was based on. */
  SourceRepositoryURI?: string
  /** Immutable reference to a specific version of the source code that the build was based upon. */
  SourceRepositoryDigest?: string
  /** Source Repository Ref that the build run was based upon. */
  SourceRepositoryRef?: string
  /** Immutable identifier for the source repository the workflow was based upon. */
  SourceRepositoryIdentifier?: string
  /** Source repository owner URL of the owner of the source repository that the build was based on. */
  SourceRepositoryOwnerURI?: string
  /** Immutable identifier for the owner of the source repository that the workflow was based upon. */
  SourceRepositoryOwnerIdentifier?: string
  /** Build Config URL to the top-level/initiating build instructions. */
  BuildConfigURI?: string
  /** Immutable reference to the specific version of the top-level/initiating build instructions. */
  BuildConfigDigest?: string
  /** Event or action that initiated the build. */
  BuildTrigger?: string
  /** Run Invocation URL to uniquely identify the build execution. */
  RunInvocationURI?: string
  /** Source repository visibility at the time of signing the certificate. */
  SourceRepositoryVisibilityAtSigning?: string
}

/** Information about the storage used by the container. */
export interface Storage {
  /** Information about the storage used for the container's root filesystem. */
  RootFS?: RootFSStorage | null
}

export interface SubnetStatus {
  /**
   * Number of IP addresses in the subnet that are in use or reserved and are therefore unavailable for allocation,
   * saturating at 2<sup>64</sup> - 1.
   */
  IPsInUse?: number
  /**
   * Number of IP addresses within the network's IPRange for the subnet that are available for allocation, saturating at
   * 2<sup>64</sup> - 1.
   */
  DynamicIPsAvailable?: number
}

export interface Swarm extends ClusterInfo {
  /** JoinTokens contains the tokens workers and managers need to join the swarm. */
  JoinTokens: JoinTokens
}

export interface SwarmDriver {
  Name?: string
  Options?: Record<string, string>
}

export interface SwarmIPAMConfig {
  Subnet?: string
  Range?: string
  Gateway?: string
}

export interface SwarmIPAMOptions {
  Driver?: SwarmDriver
  Configs?: SwarmIPAMConfig[]
}

/** Represents generic information about swarm. */
export interface SwarmInfo {
  /** Unique identifier of for this node in the swarm. */
  NodeID: string
  /** IP address at which this node can be reached by other nodes in the swarm. */
  NodeAddr: string
  /** Current local status of this node. */
  LocalNodeState: LocalNodeState
  ControlAvailable: boolean
  Error: string
  /** List of ID's and addresses of other managers in the swarm. */
  RemoteManagers: PeerNode[] | null
  /** Total number of nodes in the swarm. */
  Nodes?: number
  /** Total number of managers in the swarm. */
  Managers?: number
  /**
   * ClusterInfo represents information about the swarm as is returned by the "/info" endpoint. Join-tokens are not
   * included.
   */
  Cluster?: ClusterInfo
  /** What an administrator should know of this swarm. */
  Warnings?: string[]
}

export interface SwarmInitRequest {
  /**
   * Listen address used for inter-manager communication, as well as determining the networking interface used for the
   * VXLAN Tunnel Endpoint (VTEP).
   */
  ListenAddr?: string | undefined
  /**
   * Externally reachable address advertised to other nodes. This can either be an address/port combination in the form
   * `192.168.1.1:4567`, or an interface followed by a port number, like `eth0:4567`.
   */
  AdvertiseAddr?: string | undefined
  /**
   * Address or interface to use for data path traffic (format: `<ip|interface>`), for example, `192.168.1.1`, or an
   * interface, like `eth0`.
   * @since API 1.30
   */
  DataPathAddr?: string | undefined
  /**
   * DataPathPort specifies the data path port number for data traffic. Acceptable port range is 1024 to 49151. if no
   * port is set or is set to 0, default port 4789 will be used.
   * @since API 1.40
   */
  DataPathPort?: number | undefined
  /**
   * Default Address Pool specifies default subnet pools for global scope networks.
   * @since API 1.39
   */
  DefaultAddrPool?: readonly string[] | undefined
  /** Force creation of a new swarm. */
  ForceNewCluster?: boolean | undefined
  /**
   * SubnetSize specifies the subnet size of the networks created from the default subnet pool.
   * @since API 1.39
   */
  SubnetSize?: number | undefined
  /** User modifiable swarm configuration. */
  Spec?: SwarmSpec | undefined
}

export interface SwarmJoinRequest {
  /**
   * Listen address used for inter-manager communication if the node gets promoted to manager, as well as determining
   * the networking interface used for the VXLAN Tunnel Endpoint (VTEP).
   */
  ListenAddr: string
  /**
   * Externally reachable address advertised to other nodes. This can either be an address/port combination in the form
   * `192.168.1.1:4567`, or an interface followed by a port number, like `eth0:4567`.
   */
  AdvertiseAddr?: string | undefined
  /**
   * Address or interface to use for data path traffic (format: `<ip|interface>`), for example, `192.168.1.1`, or an
   * interface, like `eth0`.
   * @since API 1.30
   */
  DataPathAddr?: string | undefined
  /** Addresses of manager nodes already participating in the swarm. */
  RemoteAddrs: readonly string[]
  /** Secret token for joining this swarm. */
  JoinToken: string
}

/** The query of POST /swarm/leave. */
export interface SwarmLeaveQuery {
  /** Force leave swarm, even if this is the last manager or that it will break the cluster. */
  force?: boolean | undefined
}

export interface SwarmNetwork {
  ID: string
  Version: ObjectVersion
  CreatedAt: string
  UpdatedAt: string
  Spec: SwarmNetworkSpec
  DriverState: SwarmDriver
  IPAMOptions?: SwarmIPAMOptions
}

export interface SwarmNetworkSpec {
  Name?: string
  Labels: Record<string, string> | null
  DriverConfiguration?: SwarmDriver
  IPv6Enabled?: boolean
  Internal?: boolean
  Attachable?: boolean
  Ingress?: boolean
  IPAMOptions?: SwarmIPAMOptions
  ConfigFrom?: ConfigReference
  Scope?: string
}

/** User modifiable swarm configuration. */
export interface SwarmSpec {
  /** Name of the swarm. */
  Name?: string | undefined
  /** User-defined key/value metadata. */
  Labels?: Record<string, string> | undefined
  /** Orchestration configuration. */
  Orchestration?: SwarmSpecOrchestration | null | undefined
  /** Raft configuration. */
  Raft?: SwarmSpecRaft | undefined
  /** Dispatcher configuration. */
  Dispatcher?: SwarmSpecDispatcher | null | undefined
  /** CA configuration. */
  CAConfig?: SwarmSpecCAConfig | null | undefined
  /** Parameters related to encryption-at-rest. */
  EncryptionConfig?: SwarmSpecEncryptionConfig | undefined
  /** Defaults for creating tasks in this cluster. */
  TaskDefaults?: SwarmSpecTaskDefaults | undefined
}

/** CA configuration. */
export interface SwarmSpecCAConfig {
  /** The duration node certificates are issued for. */
  NodeCertExpiry?: number | undefined
  /** Configuration for forwarding signing requests to an external certificate authority. */
  ExternalCAs?: SwarmSpecCAConfigExternalCAsItem[] | undefined
  /**
   * The desired signing CA certificate for all swarm node TLS leaf certificates, in PEM format.
   * @since API 1.30
   */
  SigningCACert?: string | undefined
  /**
   * The desired signing CA key for all swarm node TLS leaf certificates, in PEM format.
   * @since API 1.30
   */
  SigningCAKey?: string | undefined
  /**
   * An integer whose purpose is to force swarm to generate a new signing CA certificate and key, if none have been
   * specified in `SigningCACert` and `SigningCAKey`
   * @since API 1.30
   */
  ForceRotate?: number | undefined
}

export interface SwarmSpecCAConfigExternalCAsItem {
  /** Protocol for communication with the external CA (currently only `cfssl` is supported). */
  Protocol?: 'cfssl' | undefined
  /** URL where certificate signing requests should be sent. */
  URL?: string | undefined
  /** An object with key/value pairs that are interpreted as protocol-specific options for the external CA driver. */
  Options?: Record<string, string> | undefined
  /**
   * The root CA certificate (in PEM format) this external CA uses to issue TLS certificates (assumed to be to the
   * current swarm root CA certificate if not provided).
   * @since API 1.30
   */
  CACert?: string | undefined
}

/** Dispatcher configuration. */
export interface SwarmSpecDispatcher {
  /** The delay for an agent to send a heartbeat to the dispatcher. */
  HeartbeatPeriod?: number | undefined
}

/** Parameters related to encryption-at-rest. */
export interface SwarmSpecEncryptionConfig {
  /** If set, generate a key and use it to lock data stored on the managers. */
  AutoLockManagers?: boolean | undefined
}

/** Orchestration configuration. */
export interface SwarmSpecOrchestration {
  /** The number of historic tasks to keep per instance or node. If negative, never remove completed or failed tasks. */
  TaskHistoryRetentionLimit?: number | undefined
}

/** Raft configuration. */
export interface SwarmSpecRaft {
  /** The number of log entries between snapshots. */
  SnapshotInterval?: number | undefined
  /** The number of snapshots to keep beyond the current snapshot. */
  KeepOldSnapshots?: number | undefined
  /** The number of log entries to keep around to sync up slow followers after a snapshot is created. */
  LogEntriesForSlowFollowers?: number | undefined
  /**
   * The number of ticks that a follower will wait for a message from the leader before becoming a candidate and
   * starting an election. `ElectionTick` must be greater than `HeartbeatTick`.
   */
  ElectionTick?: number | undefined
  /**
   * The number of ticks between heartbeats. Every HeartbeatTick ticks, the leader will send a heartbeat to the
   * followers.
   */
  HeartbeatTick?: number | undefined
}

/** Defaults for creating tasks in this cluster. */
export interface SwarmSpecTaskDefaults {
  /** The log driver to use for tasks created in the orchestrator if unspecified by a service. */
  LogDriver?: SwarmSpecTaskDefaultsLogDriver | undefined
}

/** The log driver to use for tasks created in the orchestrator if unspecified by a service. */
export interface SwarmSpecTaskDefaultsLogDriver {
  /** The log driver to use as a default for new tasks. */
  Name?: string | undefined
  /** Driver-specific options for the selected log driver, specified as key/value pairs. */
  Options?: Record<string, string> | undefined
}

export interface SwarmTopology {
  Segments?: Record<string, string>
}

export interface SwarmUnlockRequest {
  /** The swarm's unlock key. */
  UnlockKey?: string | undefined
}

/** The query of POST /swarm/update. */
export interface SwarmUpdateQuery {
  /** The version number of the swarm object being updated. This is required to avoid conflicting writes. */
  version: number
  /** Rotate the worker join token. */
  rotateWorkerToken?: boolean | undefined
  /** Rotate the manager join token. */
  rotateManagerToken?: boolean | undefined
  /** Rotate the manager unlock key. */
  rotateManagerUnlockKey?: boolean | undefined
}

/** The query of GET /system/df. */
export interface SystemDataUsageQuery {
  /**
   * Object types, for which to compute and return data.
   * @since API 1.42
   */
  type?: readonly ('container' | 'image' | 'volume' | 'build-cache')[] | undefined
  /**
   * Show detailed information on space usage.
   * @since API 1.52
   */
  verbose?: boolean | undefined
}

export interface SystemDataUsageResponse {
  /**
   * represents system data usage for image resources.
   * @since API 1.52
   */
  ImageUsage?: ImagesDiskUsage
  /**
   * represents system data usage information for container resources.
   * @since API 1.52
   */
  ContainerUsage?: ContainersDiskUsage
  /**
   * represents system data usage for volume resources.
   * @since API 1.52
   */
  VolumeUsage?: VolumesDiskUsage
  /**
   * represents system data usage for build cache resources.
   * @since API 1.52
   */
  BuildCacheUsage?: BuildCacheDiskUsage
  /** @deprecated since API 1.52, removed in API 1.53 */
  LayersSize?: number
  /** @deprecated since API 1.52, removed in API 1.53 */
  Images?: ImageSummary[] | null
  /** @deprecated since API 1.52, removed in API 1.53 */
  Containers?: ContainerSummary[] | null
  /** @deprecated since API 1.52, removed in API 1.53 */
  Volumes?: Volume[] | null
  /**
   * @since API 1.39
   * @deprecated since API 1.52, removed in API 1.53
   */
  BuildCache?: BuildCache[] | null
  /**
   * @since API 1.31
   * @deprecated removed in API 1.42
   */
  BuilderSize?: number
}

/** The filters of GET /events: values of one key are alternatives, keys must all match. */
export interface SystemEventsFilters {
  /**
   * `config=<string>` config name or ID
   * @since API 1.33
   */
  config?: readonly string[] | undefined
  /** `container=<string>` container name or ID */
  container?: readonly string[] | undefined
  /** `daemon=<string>` daemon name or ID */
  daemon?: readonly string[] | undefined
  /** `event=<string>` event type */
  event?: readonly string[] | undefined
  /** `image=<string>` image name or ID */
  image?: readonly string[] | undefined
  /** `label=<string>` image or container label */
  label?: readonly string[] | undefined
  /** `network=<string>` network name or ID */
  network?: readonly string[] | undefined
  /**
   * `node=<string>` node ID
   * @since API 1.33
   */
  node?: readonly string[] | undefined
  /**
   * `plugin`=<string> plugin name or ID
   * @since API 1.27
   */
  plugin?: readonly string[] | undefined
  /**
   * `scope`=<string> local or swarm
   * @since API 1.30
   */
  scope?: readonly string[] | undefined
  /**
   * `secret=<string>` secret name or ID
   * @since API 1.33
   */
  secret?: readonly string[] | undefined
  /**
   * `service=<string>` service name or ID
   * @since API 1.33
   */
  service?: readonly string[] | undefined
  /**
   * `type=<string>` object to filter by, one of `container`, `image`, `volume`, `network`, `daemon`, `plugin`, `node`,
   * `service`, `secret` or `config`
   */
  type?: readonly string[] | undefined
  /** `volume=<string>` volume name */
  volume?: readonly string[] | undefined
}

/** The query of GET /events. */
export interface SystemEventsQuery {
  /** Show events created since this timestamp then stream new events. */
  since?: Timestamp | undefined
  /** Show events created until this timestamp then stop streaming. */
  until?: Timestamp | undefined
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: SystemEventsFilters | undefined
}

export interface SystemInfo {
  /** Unique identifier of the daemon. */
  ID: string
  /** Total number of containers on the host. */
  Containers: number
  /** Number of containers with status `"running"`. */
  ContainersRunning: number
  /** Number of containers with status `"paused"`. */
  ContainersPaused: number
  /** Number of containers with status `"stopped"`. */
  ContainersStopped: number
  /** Total number of images on the host. */
  Images: number
  /** Name of the storage driver in use. */
  Driver: string
  /** Information specific to the storage driver, provided as "label" / "value" pairs. */
  DriverStatus: string[][] | null
  /** Root directory of persistent Docker state. */
  DockerRootDir: string
  /** Available plugins per type. */
  Plugins: PluginsInfo
  /** Indicates if the host has memory limit support enabled. */
  MemoryLimit: boolean
  /** Indicates if the host has memory swap limit support enabled. */
  SwapLimit: boolean
  /** Indicates if CPU CFS(Completely Fair Scheduler) period is supported by the host. */
  CpuCfsPeriod: boolean
  /** Indicates if CPU CFS(Completely Fair Scheduler) quota is supported by the host. */
  CpuCfsQuota: boolean
  /** Indicates if CPU Shares limiting is supported by the host. */
  CPUShares: boolean
  /** Indicates if CPUsets (cpuset.cpus, cpuset.mems) are supported by the host. */
  CPUSet: boolean
  /**
   * Indicates if the host kernel has PID limit support enabled.
   * @since API 1.40
   */
  PidsLimit: boolean
  /** Indicates if OOM killer disable is supported on the host. */
  OomKillDisable: boolean
  /** Indicates IPv4 forwarding is enabled. */
  IPv4Forwarding: boolean
  /** Indicates if the daemon is running in debug-mode / with debug-level logging enabled. */
  Debug: boolean
  /** The total number of file Descriptors in use by the daemon process. */
  NFd: number
  /** The number of goroutines that currently exist. */
  NGoroutines: number
  /** Current system-time in [RFC 3339](https://www.ietf.org/rfc/rfc3339.txt) format with nano-seconds. */
  SystemTime: string
  /** The logging driver to use as a default for new containers. */
  LoggingDriver: string
  /** The driver to use for managing cgroups. */
  CgroupDriver: 'cgroupfs' | 'systemd' | 'none'
  /**
   * The version of the cgroup.
   * @since API 1.41
   */
  CgroupVersion?: '1' | '2'
  /** Number of event listeners subscribed. */
  NEventsListener: number
  /** Kernel version of the host. */
  KernelVersion: string
  /** Name of the host's operating system, for example: "Ubuntu 24.04 LTS" or "Windows Server 2016 Datacenter" */
  OperatingSystem: string
  /**
   * Version of the host's operating system
   * @since API 1.41
   */
  OSVersion?: string
  /** Generic type of the operating system of the host, as returned by the Go runtime (`GOOS`). */
  OSType: string
  /**
   * Hardware architecture of the host, as returned by the operating system. This is equivalent to the output of `uname
   * -m` on Linux.
   */
  Architecture: string
  /** The number of logical CPUs usable by the daemon. */
  NCPU: number
  /** Total amount of physical memory available on the host, in bytes. */
  MemTotal: number
  /**
   * Address / URL of the index server that is used for image search, and as a default for user authentication for
   * Docker Hub and Docker Cloud.
   */
  IndexServerAddress: string
  /** RegistryServiceConfig stores daemon registry services configuration. */
  RegistryConfig: RegistryServiceConfig
  /**
   * User-defined resources can be either Integer resources (e.g, `SSD=3`) or String resources (e.g, `GPU=UUID1`).
   * @since API 1.32
   */
  GenericResources: GenericResources | null
  /**
   * HTTP-proxy configured for the daemon. This value is obtained from the
   * [`HTTP_PROXY`](https://www.gnu.org/software/wget/manual/html_node/Proxies.html) environment variable.
   */
  HttpProxy: string
  /**
   * HTTPS-proxy configured for the daemon. This value is obtained from the
   * [`HTTPS_PROXY`](https://www.gnu.org/software/wget/manual/html_node/Proxies.html) environment variable.
   */
  HttpsProxy: string
  /** Comma-separated list of domain extensions for which no proxy should be used. */
  NoProxy: string
  /** Hostname of the host. */
  Name: string
  /** User-defined labels (key/value metadata) as set on the daemon. */
  Labels: string[]
  /** Indicates if experimental features are enabled on the daemon. */
  ExperimentalBuild: boolean
  /** Version string of the daemon. */
  ServerVersion: string
  /**
   * List of [OCI compliant](https://github.com/opencontainers/runtime-spec) runtimes configured on the daemon. Keys
   * hold the "name" used to reference the runtime.
   */
  Runtimes: Record<string, Runtime>
  /** Name of the default OCI runtime that is used when starting containers. */
  DefaultRuntime: string
  /** Represents generic information about swarm. */
  Swarm: SwarmInfo
  /** Indicates if live restore is enabled. */
  LiveRestoreEnabled: boolean
  /**
   * Represents the isolation technology to use as a default for containers. The supported values are platform-specific.
   */
  Isolation: 'default' | 'hyperv' | 'process' | ''
  /** Name and, optional, path of the `docker-init` binary. */
  InitBinary: string
  /**
   * Commit holds the Git-commit (SHA1) that a binary was built from, as reported in the version-string of external
   * tools, such as `containerd`, or `runC`.
   */
  ContainerdCommit: Commit
  /**
   * Commit holds the Git-commit (SHA1) that a binary was built from, as reported in the version-string of external
   * tools, such as `containerd`, or `runC`.
   */
  RuncCommit: Commit
  /**
   * Commit holds the Git-commit (SHA1) that a binary was built from, as reported in the version-string of external
   * tools, such as `containerd`, or `runC`.
   */
  InitCommit: Commit
  /**
   * List of security features that are enabled on the daemon, such as apparmor, seccomp, SELinux, user-namespaces
   * (userns), rootless and no-new-privileges.
   */
  SecurityOptions: string[] | null
  /**
   * Reports a summary of the product license on the daemon.
   * @since API 1.39
   */
  ProductLicense?: string
  /**
   * List of custom default address pools for local networks, which can be specified in the daemon.json file or dockerd
   * option.
   * @since API 1.41
   */
  DefaultAddressPools?: SystemInfoDefaultAddressPoolsItem[]
  /**
   * Information about the daemon's firewalling configuration.
   * @since API 1.49
   */
  FirewallBackend?: FirewallInfo
  /**
   * List of devices discovered by device drivers.
   * @since API 1.50
   */
  DiscoveredDevices?: DeviceInfo[]
  /**
   * Information about the Node Resource Interface (NRI).
   * @since API 1.53
   */
  NRI?: NRIInfo
  /**
   * List of warnings / informational messages about missing features, or issues related to the daemon configuration.
   * @since API 1.39
   */
  Warnings: string[] | null
  /**
   * List of directories where (Container Device Interface) CDI specifications are located.
   * @since API 1.44
   */
  CDISpecDirs?: string[] | null
  /**
   * Information for connecting to the containerd instance that is used by the daemon. This is included for debugging
   * purposes only.
   * @since API 1.46
   */
  Containerd?: ContainerdInfo
  /**
   * Status information about this node (standalone Swarm API).
   * @deprecated removed in API 1.41
   */
  SystemStatus?: string[][]
  /**
   * Indicates if `bridge-nf-call-iptables` is available on the host when the daemon was started.
   * @deprecated since API 1.48, removed in API 1.50
   */
  BridgeNfIptables?: boolean
  /**
   * Indicates if `bridge-nf-call-ip6tables` is available on the host.
   * @deprecated since API 1.48, removed in API 1.50
   */
  BridgeNfIp6tables?: boolean
  /**
   * URL of the distributed storage backend.
   * @deprecated since API 1.41, removed in API 1.42
   */
  ClusterStore?: string
  /**
   * The network endpoint that the Engine advertises for the purpose of node discovery. ClusterAdvertise is a
   * `host:port` combination on which the daemon is reachable by other hosts.
   * @deprecated since API 1.41, removed in API 1.42
   */
  ClusterAdvertise?: string
  /**
   * Indicates if the host has kernel memory limit support enabled.
   * @deprecated since API 1.41, removed in API 1.42
   */
  KernelMemory?: boolean
  /**
   * Indicates if the host has kernel memory TCP limit support enabled. This field is omitted if not supported.
   * @since API 1.40
   * @deprecated since API 1.51, removed in API 1.52
   */
  KernelMemoryTCP?: boolean
}

export interface SystemInfoDefaultAddressPoolsItem {
  /** The network address in CIDR format */
  Base?: string
  /** The network pool size */
  Size?: number
}

/** Response of Engine API: GET "/version" */
export interface SystemVersion {
  /** @since API 1.35 */
  Platform?: SystemVersionPlatform
  /**
   * Information about system components
   * @since API 1.35
   */
  Components?: SystemVersionComponentsItem[]
  /** The version of the daemon */
  Version: string
  /** The default (and highest) API version that is supported by the daemon */
  ApiVersion: string
  /** The minimum API version that is supported by the daemon */
  MinAPIVersion?: string
  /** The Git commit of the source code that was used to build the daemon */
  GitCommit?: string
  /** The version Go used to compile the daemon, and the version of the Go runtime in use. */
  GoVersion: string
  /** The operating system that the daemon is running on ("linux" or "windows") */
  Os: string
  /** Architecture of the daemon, as returned by the Go runtime (`GOARCH`). */
  Arch: string
  /** The kernel version (`uname -r`) that the daemon is running on. */
  KernelVersion?: string
  /** Indicates if the daemon is started with experimental features enabled. */
  Experimental?: boolean
  /** The date and time that the daemon was compiled. */
  BuildTime?: string
}

export interface SystemVersionComponentsItem {
  /** Name of the component */
  Name: string
  /** Version of the component */
  Version: string
  /** Key/value pairs of strings with additional information about the component. */
  Details?: Record<string, string>
}

export interface SystemVersionPlatform {
  Name: string
}

/** Information about the issuer of leaf TLS certificates and the trusted root CA certificate. */
export interface TLSInfo {
  /** The root CA certificate(s) that are used to validate leaf TLS certificates. */
  TrustRoot?: string
  /** The base64-url-safe-encoded raw subject bytes of the issuer. */
  CertIssuerSubject?: string
  /** The base64-url-safe-encoded raw public key bytes of the issuer. */
  CertIssuerPublicKey?: string
}

export interface Task {
  /** The ID of the task. */
  ID: string
  /** The version number of the object such as node, service, etc. This is needed to avoid conflicting writes. */
  Version: ObjectVersion
  CreatedAt: string
  UpdatedAt: string
  /** Name of the task. */
  Name?: string
  /** User-defined key/value metadata. */
  Labels: Record<string, string>
  /** User modifiable task configuration. */
  Spec: TaskSpec
  /** The ID of the service this task is part of. */
  ServiceID?: string
  Slot?: number
  /** The ID of the node that this task is on. */
  NodeID?: string
  /** represents the status of a task. */
  Status: TaskStatus
  DesiredState: TaskState
  /**
   * If the Service this Task belongs to is a job-mode service, contains the JobIteration of the Service this Task was
   * created for. Absent if the Task was created for a Replicated or Global Service.
   * @since API 1.41
   */
  JobIteration?: ObjectVersion
  /** The networks that this task is attached to, and the addresses the task was assigned on each of them. */
  NetworksAttachments?: NetworkAttachment[]
  /**
   * Cluster volumes that the task uses.
   * @since API 1.42
   */
  Volumes?: VolumeAttachment[] | null
  /**
   * User-defined resources that the task was given.
   * @since API 1.32
   */
  GenericResources?: GenericResources
}

/** The filters of GET /tasks: values of one key are alternatives, keys must all match. */
export interface TaskListFilters {
  /** `desired-state=(running | shutdown | accepted)` */
  'desired-state'?: readonly ('running' | 'shutdown' | 'accepted')[] | undefined
  /** `id=<task id>` */
  id?: readonly string[] | undefined
  /** `label=key` or `label="key=value"` */
  label?: readonly string[] | undefined
  /** `name=<task name>` */
  name?: readonly string[] | undefined
  /** `node=<node id or name>` */
  node?: readonly string[] | undefined
  /** @since API 1.31 */
  runtime?: readonly string[] | undefined
  /** `service=<service name>` */
  service?: readonly string[] | undefined
}

/** The query of GET /tasks. */
export interface TaskListQuery {
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: TaskListFilters | undefined
}

/** The query of GET /tasks/{id}/logs. */
export interface TaskLogsQuery {
  /** Show task context and extra details provided to logs. */
  details?: boolean | undefined
  /** Keep connection after returning logs. */
  follow?: boolean | undefined
  /** Return logs from `stdout` */
  stdout?: boolean | undefined
  /** Return logs from `stderr` */
  stderr?: boolean | undefined
  /** Only return logs since this time, as a UNIX timestamp */
  since?: Timestamp | undefined
  /** Add timestamps to every log line */
  timestamps?: boolean | undefined
  /**
   * Only return this number of log lines from the end of the logs. Specify as an integer or `all` to output all log
   * lines.
   */
  tail?: 'all' | number | `${number}` | undefined
}

/** User modifiable task configuration. */
export interface TaskSpec {
  /**
   * Plugin spec for the service. *(Experimental release only.)*
   * @since API 1.31
   */
  PluginSpec?: TaskSpecPluginSpec | undefined
  /** Container spec for the service. */
  ContainerSpec?: TaskSpecContainerSpec | undefined
  /**
   * Read-only spec type for non-swarm containers attached to swarm overlay networks.
   * @since API 1.38
   */
  NetworkAttachmentSpec?: TaskSpecNetworkAttachmentSpec | undefined
  /** Resource requirements which apply to each individual container created as part of the service. */
  Resources?: TaskSpecResources | undefined
  /** Specification for the restart policy which applies to containers created as part of this service. */
  RestartPolicy?: TaskSpecRestartPolicy | undefined
  Placement?: TaskSpecPlacement | undefined
  /** A counter that triggers an update even if no relevant parameters have been changed. */
  ForceUpdate?: number | undefined
  /**
   * Runtime is the type of runtime specified for the task executor.
   * @since API 1.30
   */
  Runtime?: string | undefined
  /** Specifies which networks the service should attach to. */
  Networks?: NetworkAttachmentConfig[] | undefined
  /**
   * Specifies the log driver to use for tasks created from this spec. If not present, the default one for the swarm
   * will be used, finally falling back to the engine default if not specified.
   */
  LogDriver?: TaskSpecLogDriver | undefined
}

/** Container spec for the service. */
export interface TaskSpecContainerSpec {
  /** The image name to use for the container */
  Image?: string | undefined
  /** User-defined key/value data. */
  Labels?: Record<string, string> | undefined
  /** The command to be run in the image. */
  Command?: string[] | undefined
  /** Arguments to the command. */
  Args?: string[] | undefined
  /**
   * The hostname to use for the container, as a valid [RFC 1123](https://tools.ietf.org/html/rfc1123) hostname.
   * @since API 1.27
   */
  Hostname?: string | undefined
  /** A list of environment variables in the form `VAR=value`. */
  Env?: string[] | undefined
  /** The working directory for commands to run in. */
  Dir?: string | undefined
  /** The user inside the container. */
  User?: string | undefined
  /**
   * A list of additional groups that the container process will run as.
   * @since API 1.27
   */
  Groups?: string[] | undefined
  /**
   * Security options for the container
   * @since API 1.30
   */
  Privileges?: TaskSpecContainerSpecPrivileges | undefined
  /** Whether a pseudo-TTY should be allocated. */
  TTY?: boolean | undefined
  /**
   * Open `stdin`
   * @since API 1.27
   */
  OpenStdin?: boolean | undefined
  /**
   * Mount the container's root filesystem as read only.
   * @since API 1.27
   */
  ReadOnly?: boolean | undefined
  /** Specification for mounts to be added to containers created as part of the service. */
  Mounts?: Mount[] | undefined
  /**
   * Signal to stop the container.
   * @since API 1.28
   */
  StopSignal?: string | undefined
  /** Amount of time to wait for the container to terminate before forcefully killing it. */
  StopGracePeriod?: number | undefined
  /**
   * Read by the Engine as `Healthcheck`, which is the spelling of its responses.
   * @since API 1.27
   */
  HealthCheck?: HealthConfig | undefined
  /**
   * A list of hostname/IP mappings to add to the container's `hosts` file. The format of extra hosts is specified in
   * the [hosts(5)](http://man7.org/linux/man-pages/man5/hosts.5.html) man page.
   * @since API 1.27
   */
  Hosts?: string[] | undefined
  /** Specification for DNS related configurations in resolver configuration file (`resolv.conf`). */
  DNSConfig?: TaskSpecContainerSpecDNSConfig | undefined
  /**
   * Secrets contains references to zero or more secrets that will be exposed to the service.
   * @since API 1.27
   */
  Secrets?: TaskSpecContainerSpecSecretsItem[] | undefined
  /**
   * An integer value containing the score given to the container in order to tune OOM killer preferences.
   * @since API 1.46
   */
  OomScoreAdj?: number | undefined
  /**
   * Configs contains references to zero or more configs that will be exposed to the service.
   * @since API 1.30
   */
  Configs?: TaskSpecContainerSpecConfigsItem[] | undefined
  /**
   * Isolation technology of the containers running the service. (Windows only)
   * @since API 1.35
   */
  Isolation?: 'default' | 'process' | 'hyperv' | '' | undefined
  /**
   * Run an init inside the container that forwards signals and reaps processes. This field is omitted if empty, and the
   * default (as configured on the daemon) is used.
   * @since API 1.38
   */
  Init?: boolean | null | undefined
  /**
   * Set kernel namedspaced parameters (sysctls) in the container. The Sysctls option on services accepts the same
   * sysctls as the are supported on containers.
   * @since API 1.40
   */
  Sysctls?: Record<string, string> | undefined
  /**
   * A list of kernel capabilities to add to the default set for the container.
   * @since API 1.41
   */
  CapabilityAdd?: string[] | undefined
  /**
   * A list of kernel capabilities to drop from the default set for the container.
   * @since API 1.41
   */
  CapabilityDrop?: string[] | undefined
  /**
   * A list of resource limits to set in the container. For example: `{"Name": "nofile", "Soft": 1024, "Hard": 2048}`"
   * @since API 1.41
   */
  Ulimits?: TaskSpecContainerSpecUlimitsItem[] | undefined
  /**
   * A test to perform to check that the container is healthy.
   * @since API 1.27
   */
  Healthcheck?: HealthConfig | undefined
}

export interface TaskSpecContainerSpecConfigsItem {
  /** File represents a specific target that is backed by a file. */
  File?: TaskSpecContainerSpecConfigsItemFile | undefined
  /**
   * Runtime represents a target that is not mounted into the container but is used by the task
   * @since API 1.40
   */
  Runtime?: EmptyObject | undefined
  /** ConfigID represents the ID of the specific config that we're referencing. */
  ConfigID?: string | undefined
  /**
   * ConfigName is the name of the config that this references, but this is just provided for lookup/display purposes.
   * The config in the reference will be identified by its ID.
   */
  ConfigName?: string | undefined
}

/** File represents a specific target that is backed by a file. */
export interface TaskSpecContainerSpecConfigsItemFile {
  /** Name represents the final filename in the filesystem. */
  Name?: string | undefined
  /** UID represents the file UID. */
  UID?: string | undefined
  /** GID represents the file GID. */
  GID?: string | undefined
  /** Mode represents the FileMode of the file. */
  Mode?: number | undefined
}

/** Specification for DNS related configurations in resolver configuration file (`resolv.conf`). */
export interface TaskSpecContainerSpecDNSConfig {
  /** The IP addresses of the name servers. */
  Nameservers?: string[] | undefined
  /** A search list for host-name lookup. */
  Search?: string[] | undefined
  /** A list of internal resolver variables to be modified (e.g., `debug`, `ndots:3`, etc.). */
  Options?: string[] | undefined
}

/** Security options for the container */
export interface TaskSpecContainerSpecPrivileges {
  /** CredentialSpec for managed service account (Windows only) */
  CredentialSpec?: TaskSpecContainerSpecPrivilegesCredentialSpec | null | undefined
  /** SELinux labels of the container */
  SELinuxContext?: TaskSpecContainerSpecPrivilegesSELinuxContext | null | undefined
  /**
   * Options for configuring seccomp on the container
   * @since API 1.44
   */
  Seccomp?: TaskSpecContainerSpecPrivilegesSeccomp | undefined
  /**
   * Options for configuring AppArmor on the container
   * @since API 1.44
   */
  AppArmor?: TaskSpecContainerSpecPrivilegesAppArmor | undefined
  /**
   * Configuration of the no_new_privs bit in the container
   * @since API 1.44
   */
  NoNewPrivileges?: boolean | undefined
}

/** Options for configuring AppArmor on the container */
export interface TaskSpecContainerSpecPrivilegesAppArmor {
  Mode?: 'default' | 'disabled' | undefined
}

/** CredentialSpec for managed service account (Windows only) */
export interface TaskSpecContainerSpecPrivilegesCredentialSpec {
  /**
   * Load credential spec from a Swarm Config with the given ID. The specified config must also be present in the
   * Configs field with the Runtime property set.
   * @since API 1.40
   */
  Config?: string | undefined
  /** Load credential spec from this file. */
  File?: string | undefined
  /** Load credential spec from this value in the Windows registry. The specified registry value must be located in. */
  Registry?: string | undefined
}

/** SELinux labels of the container */
export interface TaskSpecContainerSpecPrivilegesSELinuxContext {
  /** Disable SELinux */
  Disable?: boolean | undefined
  /** SELinux user label */
  User?: string | undefined
  /** SELinux role label */
  Role?: string | undefined
  /** SELinux type label */
  Type?: string | undefined
  /** SELinux level label */
  Level?: string | undefined
}

/** Options for configuring seccomp on the container */
export interface TaskSpecContainerSpecPrivilegesSeccomp {
  Mode?: 'default' | 'unconfined' | 'custom' | undefined
  /** The custom seccomp profile as a json object */
  Profile?: string | undefined
}

export interface TaskSpecContainerSpecSecretsItem {
  /** File represents a specific target that is backed by a file. */
  File?: TaskSpecContainerSpecSecretsItemFile | null | undefined
  /** SecretID represents the ID of the specific secret that we're referencing. */
  SecretID?: string | undefined
  /**
   * SecretName is the name of the secret that this references, but this is just provided for lookup/display purposes.
   * The secret in the reference will be identified by its ID.
   */
  SecretName?: string | undefined
}

/** File represents a specific target that is backed by a file. */
export interface TaskSpecContainerSpecSecretsItemFile {
  /** Name represents the final filename in the filesystem. */
  Name?: string | undefined
  /** UID represents the file UID. */
  UID?: string | undefined
  /** GID represents the file GID. */
  GID?: string | undefined
  /** Mode represents the FileMode of the file. */
  Mode?: number | undefined
}

export interface TaskSpecContainerSpecUlimitsItem {
  /** Name of ulimit */
  Name?: string | undefined
  /** Soft limit */
  Soft?: number | undefined
  /** Hard limit */
  Hard?: number | undefined
}

/**
 * Specifies the log driver to use for tasks created from this spec. If not present, the default one for the swarm will
 * be used, finally falling back to the engine default if not specified.
 */
export interface TaskSpecLogDriver {
  Name?: string | undefined
  Options?: Record<string, string> | undefined
}

/** Read-only spec type for non-swarm containers attached to swarm overlay networks. */
export interface TaskSpecNetworkAttachmentSpec {
  /** ID of the container represented by this task */
  ContainerID?: string | undefined
}

export interface TaskSpecPlacement {
  /**
   * An array of constraint expressions to limit the set of nodes where a task can be scheduled. Constraint expressions
   * can either use a _match_ (`==`) or _exclude_ (`!=`) rule.
   */
  Constraints?: string[] | undefined
  /**
   * Preferences provide a way to make the scheduler aware of factors such as topology. They are provided in order from
   * highest to lowest precedence.
   * @since API 1.28
   */
  Preferences?: TaskSpecPlacementPreferencesItem[] | undefined
  /**
   * Maximum number of replicas for per node (default value is 0, which is unlimited)
   * @since API 1.40
   */
  MaxReplicas?: number | undefined
  /**
   * Platforms stores all the platforms that the service's image can run on. This field is used in the platform filter
   * for scheduling.
   * @since API 1.30
   */
  Platforms?: Platform[] | undefined
}

export interface TaskSpecPlacementPreferencesItem {
  Spread?: TaskSpecPlacementPreferencesItemSpread | null | undefined
}

export interface TaskSpecPlacementPreferencesItemSpread {
  /** label descriptor, such as `engine.labels.az`. */
  SpreadDescriptor?: string | undefined
}

/** Plugin spec for the service. *(Experimental release only.)* */
export interface TaskSpecPluginSpec {
  /** The name or 'alias' to use for the plugin. */
  Name?: string | undefined
  /** The plugin image reference to use. */
  Remote?: string | undefined
  /** Disable the plugin once scheduled. */
  Disabled?: boolean | undefined
  PluginPrivilege?: PluginPrivilege[] | undefined
}

/** Resource requirements which apply to each individual container created as part of the service. */
export interface TaskSpecResources {
  /** Define resources limits. */
  Limits?: Limit | undefined
  /** Define resources reservation. */
  Reservations?: ResourceObject | undefined
  /**
   * Amount of swap in bytes - can only be used together with a memory limit. If not specified, the default behaviour is
   * to grant a swap space twice as big as the memory limit.
   * @since API 1.52
   */
  SwapBytes?: number | null | undefined
  /**
   * Tune the service's containers' memory swappiness (0 to 100). If not specified, defaults to the containers' OS'
   * default, generally 60, or whatever value was predefined in the image.
   * @since API 1.52
   */
  MemorySwappiness?: number | null | undefined
}

/** Specification for the restart policy which applies to containers created as part of this service. */
export interface TaskSpecRestartPolicy {
  /** Condition for restart. */
  Condition?: 'none' | 'on-failure' | 'any' | undefined
  /** Delay between restart attempts. */
  Delay?: number | undefined
  /** Maximum attempts to restart a given container before giving up (default value is 0, which is ignored). */
  MaxAttempts?: number | undefined
  /** Windows is the time window used to evaluate the restart policy (default value is 0, which is unbounded). */
  Window?: number | undefined
}

export type TaskState = 'new' | 'allocated' | 'pending' | 'assigned' | 'accepted' | 'preparing' | 'ready' | 'starting' | 'running' | 'complete' | 'shutdown' | 'failed' | 'rejected' | 'remove' | 'orphaned'

/** represents the status of a task. */
export interface TaskStatus {
  Timestamp: string
  State: TaskState
  Message?: string
  Err?: string
  /** represents the status of a container. */
  ContainerStatus?: ContainerStatus
  /** represents the port status of a task's host ports whose service has published host ports */
  PortStatus: PortStatus
}

export interface ThrottleDevice {
  /** Device path */
  Path?: string | undefined
  /** Rate */
  Rate?: number | undefined
}

export type Timestamp = number | string | Date

/**
 * A map of topological domains to topological segments. For in depth details, see documentation for the Topology object
 * in the CSI specification.
 */
export interface Topology {
  Segments?: Record<string, string> | undefined
}

export interface UnlockKeyResponse {
  /** The swarm's unlock key. */
  UnlockKey: string
}

export interface Volume {
  /** Name of the volume. */
  Name: string
  /** Name of the volume driver used by the volume. */
  Driver: string
  /** Mount path of the volume on the host. */
  Mountpoint: string
  /**
   * Date/Time the volume was created.
   * @since API 1.31
   */
  CreatedAt?: string
  /**
   * Low-level details about the volume, provided by the volume driver. Details are returned as a map with key/value
   * pairs: `{"key":"value","key2":"value2"}`.
   */
  Status?: Record<string, unknown>
  /** User-defined key/value metadata. */
  Labels: Record<string, string> | null
  /** The level at which the volume exists. Either `global` for cluster-wide, or `local` for machine level. */
  Scope: 'local' | 'global'
  /**
   * Options and information specific to, and only present on, Swarm CSI cluster volumes.
   * @since API 1.42
   */
  ClusterVolume?: ClusterVolume
  /** The driver specific options used when creating the volume. */
  Options: Record<string, string> | null
  /**
   * Usage details about the volume. This information is used by the `GET /system/df` endpoint, and omitted in other
   * endpoints.
   */
  UsageData?: VolumeUsageData
}

export interface VolumeAttachment {
  ID?: string
  Source?: string
  Target?: string
}

/** Volume configuration */
export interface VolumeCreateRequest {
  /** The new volume's name. If not specified, Docker generates a name. */
  Name?: string | undefined
  /** Name of the volume driver to use. */
  Driver?: string | undefined
  /**
   * A mapping of driver options and values. These options are passed directly to the driver and are driver specific.
   */
  DriverOpts?: Record<string, string> | undefined
  /** User-defined key/value metadata. */
  Labels?: Record<string, string> | undefined
  /**
   * Cluster-specific options used to create the volume.
   * @since API 1.42
   */
  ClusterVolumeSpec?: ClusterVolumeSpec | undefined
}

/** The query of DELETE /volumes/{name}. */
export interface VolumeDeleteQuery {
  /** Force the removal of the volume */
  force?: boolean | undefined
}

/** The filters of GET /volumes: values of one key are alternatives, keys must all match. */
export interface VolumeListFilters {
  /** `dangling=<boolean>` When set to `true` (or `1`), returns all */
  dangling?: readonly ('true' | 'false')[] | undefined
  /** `driver=<volume-driver-name>` Matches volumes based on their driver. */
  driver?: readonly string[] | undefined
  /**
   * `label=<key>` or `label=<key>:<value>` Matches volumes based on
   * @since API 1.27
   */
  label?: readonly string[] | undefined
  /** `name=<volume-name>` Matches all or part of a volume name. */
  name?: readonly string[] | undefined
}

/** The query of GET /volumes. */
export interface VolumeListQuery {
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: VolumeListFilters | undefined
}

/** Volume list response */
export interface VolumeListResponse {
  /** List of volumes */
  Volumes: Volume[]
  /** Warnings that occurred when fetching the list of volumes. */
  Warnings: string[] | null
}

/** The filters of POST /volumes/prune: values of one key are alternatives, keys must all match. */
export interface VolumePruneFilters {
  /**
   * `all` (`all=true`) - Consider all (local) volumes for pruning and not just anonymous volumes.
   * @since API 1.42
   */
  all?: readonly ('true' | 'false')[] | undefined
  /**
   * `label` (`label=<key>`, `label=<key>=<value>`, `label!=<key>`, or `label!=<key>=<value>`) Prune volumes with (or
   * without, in case `label!=...` is used) the specified labels.
   */
  label?: readonly string[] | undefined
  'label!'?: readonly string[] | undefined
}

/** The query of POST /volumes/prune. */
export interface VolumePruneQuery {
  /** Lists of values by key, as in `{ label: ['a=b'] }`. */
  filters?: VolumePruneFilters | undefined
}

export interface VolumePruneResponse {
  /** Volumes that were deleted */
  VolumesDeleted: string[] | null
  /** Disk space reclaimed in bytes */
  SpaceReclaimed: number
}

/** The query of PUT /volumes/{name}. */
export interface VolumeUpdateQuery {
  /** The version number of the volume being updated. This is required to avoid conflicting writes. */
  version: number
}

/** Volume configuration */
export interface VolumeUpdateRequest {
  /** Cluster-specific options used to create the volume. */
  Spec?: ClusterVolumeSpec | undefined
}

/**
 * Usage details about the volume. This information is used by the `GET /system/df` endpoint, and omitted in other
 * endpoints.
 */
export interface VolumeUsageData {
  /**
   * Amount of disk space used by the volume (in bytes). This information is only available for volumes created with the
   * `"local"` volume driver.
   */
  Size: number
  /**
   * The number of containers referencing this volume. This field is set to `-1` if the reference-count is not
   * available.
   */
  RefCount: number
}

/** represents system data usage for volume resources. */
export interface VolumesDiskUsage {
  /** Count of active volumes. */
  ActiveCount?: number
  /** Count of all volumes. */
  TotalCount?: number
  /** Disk space that can be reclaimed by removing inactive volumes. */
  Reclaimable?: number
  /** Disk space in use by volumes. */
  TotalSize?: number
  /** List of volumes. */
  Items?: Volume[]
}

// checksum: sha256 32d936f83191f7665bdc09ae3ce1231a
