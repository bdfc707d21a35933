// The Engine API as types: generated from its API documents v1.25 to v1.56 by `npm run schema -- <folder>`, with the
// corrections of test/schema/corrections. Not edited by hand: a test holds the checksum in the last line. Interfaces and
// types alone: no JavaScript comes of it. `@since` is the first document that has the thing; nothing older was looked at. A field
// of an answer that is not optional is sent by every Engine of API 1.40 and later; XAnswer is what is sent where X is what is taken.

/** An object without a field, as in a set's values. */
export type EmptyObject = Record<string, never>

export interface NoParameters { query?: never; header?: never; path?: never; cookie?: never }

/** An answer's header fields. */
export interface Fields { [name: string]: unknown }

export interface JsonAnswer<T> { headers: Fields; content: { 'application/json': T } }

export interface NoContent { headers: Fields; content?: never }

/** The Engine's refusal. */
export interface Refused { headers: Fields; content: { 'application/json': ErrorResponse } }

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

export interface operations {
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerList GET /containers/json}
   */
  ContainerList: {
    parameters: { query?: ContainerListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<ContainerSummary[]>
      400: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerCreate POST /containers/create}
   */
  ContainerCreate: {
    parameters: { query?: ContainerCreateQuery; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': ContainerCreateRequest } }
    responses: {
      201: JsonAnswer<ContainerCreateResponse>
      400: Refused
      404: Refused
      409: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerInspect GET /containers/{id}/json}
   */
  ContainerInspect: {
    parameters: { query?: ContainerInspectQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<ContainerInspectResponse>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerTop GET /containers/{id}/top}
   */
  ContainerTop: {
    parameters: { query?: ContainerTopQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<ContainerTopResponse>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerLogs GET /containers/{id}/logs}
   */
  ContainerLogs: {
    parameters: { query?: ContainerLogsQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerChanges GET /containers/{id}/changes}
   */
  ContainerChanges: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<FilesystemChange[] | null>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerExport GET /containers/{id}/export}
   */
  ContainerExport: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/octet-stream': string; 'application/x-tar': string } }
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerStats GET /containers/{id}/stats}
   */
  ContainerStats: {
    parameters: { query?: ContainerStatsQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<ContainerStatsResponse>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerResize POST /containers/{id}/resize}
   */
  ContainerResize: {
    parameters: { query: ContainerResizeQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerStart POST /containers/{id}/start}
   */
  ContainerStart: {
    parameters: { query?: ContainerStartQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      304: NoContent
      400: Refused
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerStop POST /containers/{id}/stop}
   */
  ContainerStop: {
    parameters: { query?: ContainerStopQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      304: NoContent
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerRestart POST /containers/{id}/restart}
   */
  ContainerRestart: {
    parameters: { query?: ContainerRestartQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerKill POST /containers/{id}/kill}
   */
  ContainerKill: {
    parameters: { query?: ContainerKillQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: Refused
      409: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerUpdate POST /containers/{id}/update}
   */
  ContainerUpdate: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody: { content: { 'application/json': ContainerUpdateRequest } }
    responses: {
      200: JsonAnswer<ContainerUpdateResponse>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerRename POST /containers/{id}/rename}
   */
  ContainerRename: {
    parameters: { query: ContainerRenameQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: Refused
      409: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerPause POST /containers/{id}/pause}
   */
  ContainerPause: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerUnpause POST /containers/{id}/unpause}
   */
  ContainerUnpause: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerAttach POST /containers/{id}/attach}
   */
  ContainerAttach: {
    parameters: { query?: ContainerAttachQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      101: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      200: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      400: Refused
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerAttachWebsocket GET /containers/{id}/attach/ws}
   */
  ContainerAttachWebsocket: {
    parameters: { query?: ContainerAttachWebsocketQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      101: NoContent
      200: NoContent
      400: Refused
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerWait POST /containers/{id}/wait}
   */
  ContainerWait: {
    parameters: { query?: ContainerWaitQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<ContainerWaitResponse>
      400: Refused
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerDelete DELETE /containers/{id}}
   */
  ContainerDelete: {
    parameters: { query?: ContainerDeleteQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      400: Refused
      404: Refused
      409: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerArchive GET /containers/{id}/archive}
   */
  ContainerArchive: {
    parameters: { query: ContainerArchiveQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/x-tar': string } }
      400: Refused
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/PutContainerArchive PUT /containers/{id}/archive}
   */
  PutContainerArchive: {
    parameters: { query: PutContainerArchiveQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody: { content: { 'application/x-tar': unknown } }
    responses: {
      200: NoContent
      400: Refused
      403: Refused
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerArchiveInfo HEAD /containers/{id}/archive}
   */
  ContainerArchiveInfo: {
    parameters: { query: ContainerArchiveInfoQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: { 'X-Docker-Container-Path-Stat'?: string; [name: string]: unknown }; content?: never }
      400: Refused
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Container/operation/ContainerPrune POST /containers/prune}
   */
  ContainerPrune: {
    parameters: { query?: ContainerPruneQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<ContainerPruneResponse>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageList GET /images/json}
   */
  ImageList: {
    parameters: { query?: ImageListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<ImageSummary[]>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageBuild POST /build}
   */
  ImageBuild: {
    parameters: { query?: ImageBuildQuery; header?: { 'X-Registry-Config'?: string | undefined }; path?: never; cookie?: never }
    requestBody?: { content: { 'application/x-tar': unknown } }
    responses: {
      200: JsonAnswer<BuildInfo>
      400: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.31
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/BuildPrune POST /build/prune}
   */
  BuildPrune: {
    parameters: { query?: BuildPruneQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<BuildPruneResponse>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageCreate POST /images/create}
   */
  ImageCreate: {
    parameters: { query?: ImageCreateQuery; header?: { 'X-Registry-Auth'?: string | undefined }; path?: never; cookie?: never }
    requestBody?: { content: { 'application/x-tar': unknown } }
    responses: {
      200: JsonAnswer<CreateImageInfo>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageInspect GET /images/{name}/json}
   */
  ImageInspect: {
    parameters: { query?: ImageInspectQuery; header?: never; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<ImageInspect>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.55
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageAttestations GET /images/{name}/attestations}
   */
  ImageAttestations: {
    parameters: { query?: ImageAttestationsQuery; header?: never; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<AttestationStatement[]>
      400: Refused
      404: Refused
      500: Refused
      501: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageHistory GET /images/{name}/history}
   */
  ImageHistory: {
    parameters: { query?: ImageHistoryQuery; header?: never; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<ImageHistoryResponseItem[]>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImagePush POST /images/{name}/push}
   */
  ImagePush: {
    parameters: { query?: ImagePushQuery; header: { 'X-Registry-Auth': string }; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<PushImageInfo>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageTag POST /images/{name}/tag}
   */
  ImageTag: {
    parameters: { query?: ImageTagQuery; header?: never; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      201: NoContent
      400: Refused
      404: Refused
      409: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageDelete DELETE /images/{name}}
   */
  ImageDelete: {
    parameters: { query?: ImageDeleteQuery; header?: never; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<ImageDeleteResponseItem[]>
      404: Refused
      409: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageSearch GET /images/search}
   */
  ImageSearch: {
    parameters: { query: ImageSearchQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<ImageSearchResponseItem[]>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImagePrune POST /images/prune}
   */
  ImagePrune: {
    parameters: { query?: ImagePruneQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<ImagePruneResponse>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/System/operation/SystemAuth POST /auth}
   */
  SystemAuth: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: { content: { 'application/json': AuthConfig } }
    responses: {
      200: JsonAnswer<AuthResponse>
      204: NoContent
      401: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/System/operation/SystemInfo GET /info}
   */
  SystemInfo: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<SystemInfo>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/System/operation/SystemVersion GET /version}
   */
  SystemVersion: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<SystemVersion>
      500: Refused
    }
  }
  /**
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
   * @since API 1.40
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/System/operation/SystemPingHead HEAD /_ping}
   */
  SystemPingHead: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: { 'Api-Version'?: string; 'Builder-Version'?: string; 'Docker-Experimental'?: boolean; Swarm?: 'inactive' | 'pending' | 'error' | 'locked' | 'active/worker' | 'active/manager'; 'Cache-Control'?: string; Pragma?: string; [name: string]: unknown }; content: { 'text/plain': string } }
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageCommit POST /commit}
   */
  ImageCommit: {
    parameters: { query?: ImageCommitQuery; header?: never; path?: never; cookie?: never }
    requestBody?: { content: { 'application/json': ContainerConfig } }
    responses: {
      201: JsonAnswer<IDResponse>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/System/operation/SystemEvents GET /events}
   */
  SystemEvents: {
    parameters: { query?: SystemEventsQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/json': EventMessage; 'application/jsonl': EventMessage; 'application/x-ndjson': EventMessage; 'application/json-seq': EventMessage } }
      400: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/System/operation/SystemDataUsage GET /system/df}
   */
  SystemDataUsage: {
    parameters: { query?: SystemDataUsageQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<SystemDataUsageResponse>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageGet GET /images/{name}/get}
   */
  ImageGet: {
    parameters: { query?: ImageGetQuery; header?: never; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/x-tar': string } }
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageGetAll GET /images/get}
   */
  ImageGetAll: {
    parameters: { query?: ImageGetAllQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/x-tar': string } }
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Image/operation/ImageLoad POST /images/load}
   */
  ImageLoad: {
    parameters: { query?: ImageLoadQuery; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/x-tar': unknown } }
    responses: {
      200: JsonAnswer<LoadImageInfo>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Exec/operation/ContainerExec POST /containers/{id}/exec}
   */
  ContainerExec: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody: { content: { 'application/json': ExecConfig } }
    responses: {
      201: JsonAnswer<IDResponse>
      404: Refused
      409: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Exec/operation/ExecStart POST /exec/{id}/start}
   */
  ExecStart: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: { content: { 'application/json': ExecStartConfig } }
    responses: {
      101: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      200: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      404: Refused
      409: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Exec/operation/ExecResize POST /exec/{id}/resize}
   */
  ExecResize: {
    parameters: { query: ExecResizeQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      400: Refused
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Exec/operation/ExecInspect GET /exec/{id}/json}
   */
  ExecInspect: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<ExecInspectResponse>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Volume/operation/VolumeList GET /volumes}
   */
  VolumeList: {
    parameters: { query?: VolumeListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<VolumeListResponse>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Volume/operation/VolumeCreate POST /volumes/create}
   */
  VolumeCreate: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': VolumeCreateRequest } }
    responses: {
      201: JsonAnswer<Volume>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Volume/operation/VolumeInspect GET /volumes/{name}}
   */
  VolumeInspect: {
    parameters: { query?: never; header?: never; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Volume>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.42
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Volume/operation/VolumeUpdate PUT /volumes/{name}}
   */
  VolumeUpdate: {
    parameters: { query: VolumeUpdateQuery; header?: never; path: { name: string }; cookie?: never }
    requestBody?: { content: { 'application/json': VolumeUpdateRequest } }
    responses: {
      200: NoContent
      400: Refused
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Volume/operation/VolumeDelete DELETE /volumes/{name}}
   */
  VolumeDelete: {
    parameters: { query?: VolumeDeleteQuery; header?: never; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: Refused
      409: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Volume/operation/VolumePrune POST /volumes/prune}
   */
  VolumePrune: {
    parameters: { query?: VolumePruneQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<VolumePruneResponse>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkList GET /networks}
   */
  NetworkList: {
    parameters: { query?: NetworkListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<NetworkSummary[]>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkInspect GET /networks/{id}}
   */
  NetworkInspect: {
    parameters: { query?: NetworkInspectQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<NetworkInspect>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkDelete DELETE /networks/{id}}
   */
  NetworkDelete: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      403: Refused
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkCreate POST /networks/create}
   */
  NetworkCreate: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': NetworkCreateRequest } }
    responses: {
      201: JsonAnswer<NetworkCreateResponse>
      400: Refused
      403: Refused
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkConnect POST /networks/{id}/connect}
   */
  NetworkConnect: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody: { content: { 'application/json': NetworkConnectRequest } }
    responses: {
      200: NoContent
      400: Refused
      403: Refused
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkDisconnect POST /networks/{id}/disconnect}
   */
  NetworkDisconnect: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody: { content: { 'application/json': NetworkDisconnectRequest } }
    responses: {
      200: NoContent
      403: Refused
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Network/operation/NetworkPrune POST /networks/prune}
   */
  NetworkPrune: {
    parameters: { query?: NetworkPruneQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<NetworkPruneResponse>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginList GET /plugins}
   */
  PluginList: {
    parameters: { query?: PluginListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Plugin[]>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/GetPluginPrivileges GET /plugins/privileges}
   */
  GetPluginPrivileges: {
    parameters: { query: GetPluginPrivilegesQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<PluginPrivilege[] | null>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginPull POST /plugins/pull}
   */
  PluginPull: {
    parameters: { query: PluginPullQuery; header?: { 'X-Registry-Auth'?: string | undefined }; path?: never; cookie?: never }
    requestBody?: { content: { 'application/json': readonly PluginPrivilege[] } }
    responses: {
      200: JsonAnswer<PluginInfo>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginInspect GET /plugins/{name}/json}
   */
  PluginInspect: {
    parameters: { query?: never; header?: never; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Plugin>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginDelete DELETE /plugins/{name}}
   */
  PluginDelete: {
    parameters: { query?: PluginDeleteQuery; header?: never; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Plugin>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginEnable POST /plugins/{name}/enable}
   */
  PluginEnable: {
    parameters: { query?: PluginEnableQuery; header?: never; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginDisable POST /plugins/{name}/disable}
   */
  PluginDisable: {
    parameters: { query?: PluginDisableQuery; header?: never; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.26
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginUpgrade POST /plugins/{name}/upgrade}
   */
  PluginUpgrade: {
    parameters: { query: PluginUpgradeQuery; header?: { 'X-Registry-Auth'?: string | undefined }; path: { name: string }; cookie?: never }
    requestBody?: { content: { 'application/json': readonly PluginPrivilege[] } }
    responses: {
      200: JsonAnswer<PluginInfo>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginCreate POST /plugins/create}
   */
  PluginCreate: {
    parameters: { query: PluginCreateQuery; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/x-tar': unknown } }
    responses: {
      204: NoContent
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginPush POST /plugins/{name}/push}
   */
  PluginPush: {
    parameters: { query?: never; header?: { 'X-Registry-Auth'?: string | undefined }; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<PluginInfo>
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Plugin/operation/PluginSet POST /plugins/{name}/set}
   */
  PluginSet: {
    parameters: { query?: never; header?: never; path: { name: string }; cookie?: never }
    requestBody?: { content: { 'application/json': readonly string[] } }
    responses: {
      204: NoContent
      404: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Node/operation/NodeList GET /nodes}
   */
  NodeList: {
    parameters: { query?: NodeListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Node[]>
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Node/operation/NodeInspect GET /nodes/{id}}
   */
  NodeInspect: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Node>
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Node/operation/NodeDelete DELETE /nodes/{id}}
   */
  NodeDelete: {
    parameters: { query?: NodeDeleteQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Node/operation/NodeUpdate POST /nodes/{id}/update}
   */
  NodeUpdate: {
    parameters: { query: NodeUpdateQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: { content: { 'application/json': NodeSpec } }
    responses: {
      200: NoContent
      400: Refused
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmInspect GET /swarm}
   */
  SwarmInspect: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Swarm>
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmInit POST /swarm/init}
   */
  SwarmInit: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': SwarmInitRequest } }
    responses: {
      200: JsonAnswer<string>
      400: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmJoin POST /swarm/join}
   */
  SwarmJoin: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': SwarmJoinRequest } }
    responses: {
      200: NoContent
      400: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmLeave POST /swarm/leave}
   */
  SwarmLeave: {
    parameters: { query?: SwarmLeaveQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmUpdate POST /swarm/update}
   */
  SwarmUpdate: {
    parameters: { query: SwarmUpdateQuery; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': SwarmSpec } }
    responses: {
      200: NoContent
      400: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmUnlockkey GET /swarm/unlockkey}
   */
  SwarmUnlockkey: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<UnlockKeyResponse>
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Swarm/operation/SwarmUnlock POST /swarm/unlock}
   */
  SwarmUnlock: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': SwarmUnlockRequest } }
    responses: {
      200: NoContent
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Service/operation/ServiceList GET /services}
   */
  ServiceList: {
    parameters: { query?: ServiceListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Service[]>
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Service/operation/ServiceCreate POST /services/create}
   */
  ServiceCreate: {
    parameters: { query?: never; header?: { 'X-Registry-Auth'?: string | undefined }; path?: never; cookie?: never }
    requestBody: { content: { 'application/json': ServiceCreateRequest } }
    responses: {
      201: JsonAnswer<ServiceCreateResponse>
      400: Refused
      403: Refused
      409: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Service/operation/ServiceInspect GET /services/{id}}
   */
  ServiceInspect: {
    parameters: { query?: ServiceInspectQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Service>
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Service/operation/ServiceDelete DELETE /services/{id}}
   */
  ServiceDelete: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Service/operation/ServiceUpdate POST /services/{id}/update}
   */
  ServiceUpdate: {
    parameters: { query: ServiceUpdateQuery; header?: { 'X-Registry-Auth'?: string | undefined }; path: { id: string }; cookie?: never }
    requestBody: { content: { 'application/json': ServiceUpdateRequest } }
    responses: {
      200: JsonAnswer<ServiceUpdateResponse>
      400: Refused
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Service/operation/ServiceLogs GET /services/{id}/logs}
   */
  ServiceLogs: {
    parameters: { query?: ServiceLogsQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Task/operation/TaskList GET /tasks}
   */
  TaskList: {
    parameters: { query?: TaskListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Task[]>
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Task/operation/TaskInspect GET /tasks/{id}}
   */
  TaskInspect: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Task>
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.29
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Task/operation/TaskLogs GET /tasks/{id}/logs}
   */
  TaskLogs: {
    parameters: { query?: TaskLogsQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: Fields; content: { 'application/vnd.docker.raw-stream': string; 'application/vnd.docker.multiplexed-stream': string } }
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Secret/operation/SecretList GET /secrets}
   */
  SecretList: {
    parameters: { query?: SecretListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Secret[]>
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Secret/operation/SecretCreate POST /secrets/create}
   */
  SecretCreate: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: { content: { 'application/json': SecretCreateRequest } }
    responses: {
      201: JsonAnswer<IDResponse>
      409: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Secret/operation/SecretInspect GET /secrets/{id}}
   */
  SecretInspect: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Secret>
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Secret/operation/SecretDelete DELETE /secrets/{id}}
   */
  SecretDelete: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.26
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Secret/operation/SecretUpdate POST /secrets/{id}/update}
   */
  SecretUpdate: {
    parameters: { query: SecretUpdateQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: { content: { 'application/json': SecretSpec } }
    responses: {
      200: NoContent
      400: Refused
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.30
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Config/operation/ConfigList GET /configs}
   */
  ConfigList: {
    parameters: { query?: ConfigListQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Config[]>
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.30
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Config/operation/ConfigCreate POST /configs/create}
   */
  ConfigCreate: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: { content: { 'application/json': ConfigCreateRequest } }
    responses: {
      201: JsonAnswer<IDResponse>
      409: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.30
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Config/operation/ConfigInspect GET /configs/{id}}
   */
  ConfigInspect: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<Config>
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.30
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Config/operation/ConfigDelete DELETE /configs/{id}}
   */
  ConfigDelete: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.30
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Config/operation/ConfigUpdate POST /configs/{id}/update}
   */
  ConfigUpdate: {
    parameters: { query: ConfigUpdateQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: { content: { 'application/json': ConfigSpec } }
    responses: {
      200: NoContent
      400: Refused
      404: Refused
      500: Refused
      503: Refused
    }
  }
  /**
   * @since API 1.30
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Distribution/operation/DistributionInspect GET /distribution/{name}/json}
   */
  DistributionInspect: {
    parameters: { query?: never; header?: { 'X-Registry-Auth'?: string | undefined }; path: { name: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<DistributionInspect>
      401: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.31
   * @deprecated since API 1.53
   * @see {@link https://docs.docker.com/reference/api/engine/version/v1.56/#tag/Session/operation/Session POST /session}
   */
  Session: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      101: NoContent
      400: Refused
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   */
  CheckpointList: {
    parameters: { query?: CheckpointListQuery; header?: never; path: { id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: JsonAnswer<CheckpointSummary[] | null>
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   */
  CheckpointCreate: {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
    requestBody: { content: { 'application/json': CheckpointCreateRequest } }
    responses: {
      201: NoContent
      500: Refused
    }
  }
  /**
   * @since API 1.25 or earlier
   */
  CheckpointDelete: {
    parameters: { query?: CheckpointDeleteQuery; header?: never; path: { id: string; checkpoint: string }; cookie?: never }
    requestBody?: never
    responses: {
      204: NoContent
      500: Refused
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
      500: Refused
    }
  }
  /**
   * @since API 1.39
   */
  BuildCancel: {
    parameters: { query: BuildCancelQuery; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: {
      200: NoContent
      500: Refused
    }
  }
}

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
    ConfigReference: ConfigReference
    ConfigSpec: ConfigSpec
    ConfigSpecAnswer: ConfigSpecAnswer
    ContainerBlkioStatEntry: ContainerBlkioStatEntry
    ContainerBlkioStats: ContainerBlkioStats
    ContainerCPUStats: ContainerCPUStats
    ContainerCPUUsage: ContainerCPUUsage
    ContainerConfig: ContainerConfig
    ContainerConfigAnswer: ContainerConfigAnswer
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
    EndpointSettingsAnswer: EndpointSettingsAnswer
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
    HostConfigAnswer: HostConfigAnswer
    HostConfigLogConfig: HostConfigLogConfig
    HostConfigLogConfigAnswer: HostConfigLogConfigAnswer
    IDResponse: IDResponse
    IPAM: IPAM
    IPAMAnswer: IPAMAnswer
    IPAMConfig: IPAMConfig
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
    NodeDescription: NodeDescription
    NodeSpec: NodeSpec
    NodeSpecAnswer: NodeSpecAnswer
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
    RestartPolicyAnswer: RestartPolicyAnswer
    RootFSStorage: RootFSStorage
    RootFSStorageSnapshot: RootFSStorageSnapshot
    Runtime: Runtime
    Secret: Secret
    SecretCreateRequest: SecretCreateRequest
    SecretSpec: SecretSpec
    SecretSpecAnswer: SecretSpecAnswer
    Service: Service
    ServiceCreateRequest: ServiceCreateRequest
    ServiceCreateResponse: ServiceCreateResponse
    ServiceEndpoint: ServiceEndpoint
    ServiceEndpointVirtualIPsItem: ServiceEndpointVirtualIPsItem
    ServiceInfo: ServiceInfo
    ServiceJobStatus: ServiceJobStatus
    ServiceServiceStatus: ServiceServiceStatus
    ServiceSpec: ServiceSpec
    ServiceSpecAnswer: ServiceSpecAnswer
    ServiceSpecMode: ServiceSpecMode
    ServiceSpecModeReplicated: ServiceSpecModeReplicated
    ServiceSpecModeReplicatedJob: ServiceSpecModeReplicatedJob
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
    SwarmInfo: SwarmInfo
    SwarmInitRequest: SwarmInitRequest
    SwarmJoinRequest: SwarmJoinRequest
    SwarmSpec: SwarmSpec
    SwarmSpecCAConfig: SwarmSpecCAConfig
    SwarmSpecCAConfigExternalCAsItem: SwarmSpecCAConfigExternalCAsItem
    SwarmSpecDispatcher: SwarmSpecDispatcher
    SwarmSpecEncryptionConfig: SwarmSpecEncryptionConfig
    SwarmSpecOrchestration: SwarmSpecOrchestration
    SwarmSpecRaft: SwarmSpecRaft
    SwarmSpecTaskDefaults: SwarmSpecTaskDefaults
    SwarmSpecTaskDefaultsLogDriver: SwarmSpecTaskDefaultsLogDriver
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

/** Operations that answer with a stream: of frames, of JSON records, or of bytes. */
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

/** Operations that answer with a value, or with nothing, by method and path. */
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

/** Operations that answer with a stream, by method and path. */
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

export interface Address {
  Addr?: string
  PrefixLen?: number
}

export interface AttestationStatement {
  Descriptor: OCIDescriptor
  PredicateType: string
  Statement?: Record<string, unknown> | null
}

export interface AuthConfig {
  username?: string | undefined
  password?: string | undefined
  serveraddress?: string | undefined
  /** @deprecated since API 1.25, gone from API 1.52 */
  email?: string | undefined
  auth?: string | undefined
  identitytoken?: string | undefined
  registrytoken?: string | undefined
}

export interface AuthResponse {
  Status: string
  IdentityToken?: string
}

export interface BuildCache {
  ID: string
  Parents?: string[]
  Type: 'internal' | 'frontend' | 'source.local' | 'source.git.checkout' | 'exec.cachemount' | 'regular'
  Description: string
  InUse: boolean
  Shared: boolean
  Size: number
  CreatedAt: string
  LastUsedAt: string | null
  UsageCount: number
  /** @deprecated gone from API 1.42 */
  Parent?: string
  /** @since API 1.42 */
  ' Parents'?: string[]
}

export interface BuildCacheDiskUsage {
  ActiveCount?: number
  TotalCount?: number
  Reclaimable?: number
  TotalSize?: number
  Items?: BuildCache[]
}

/** The query of POST /build/cancel. */
export interface BuildCancelQuery {
  id: string
}

export interface BuildIdentity {
  Ref?: string
  CreatedAt?: string
}

export interface BuildInfo {
  id?: string
  stream?: string
  errorDetail?: ErrorDetail
  status?: string
  progressDetail?: ProgressDetail
  aux?: ImageID | string
  /** @deprecated since API 1.48 */
  progress?: string
  /** @deprecated since API 1.48 */
  error?: string
}

/** The filters of POST /build/prune: what is listed for a key is taken one or another, keys apply together. */
export interface BuildPruneFilters {
  description?: readonly string[] | undefined
  id?: readonly string[] | undefined
  inuse?: readonly string[] | undefined
  parent?: readonly string[] | undefined
  private?: readonly string[] | undefined
  shared?: readonly string[] | undefined
  type?: readonly string[] | undefined
  until?: readonly string[] | undefined
}

/** The query of POST /build/prune. */
export interface BuildPruneQuery {
  /** @since API 1.48 */
  'reserved-space'?: number | undefined
  /** @since API 1.48 */
  'max-used-space'?: number | undefined
  /** @since API 1.48 */
  'min-free-space'?: number | undefined
  /** @since API 1.39 */
  all?: boolean | undefined
  /** @since API 1.39 */
  filters?: BuildPruneFilters | undefined
  /** @since API 1.39; @deprecated since API 1.48, gone from API 1.52 */
  'keep-storage'?: number | undefined
}

export interface BuildPruneResponse {
  /** @since API 1.39 */
  CachesDeleted: string[] | null
  SpaceReclaimed: number
}

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

export interface ClusterInfo {
  ID: string
  Version: ObjectVersion
  CreatedAt: string
  UpdatedAt: string
  Spec: SwarmSpec
  /** @since API 1.30 */
  TLSInfo: TLSInfo
  /** @since API 1.30 */
  RootRotationInProgress: boolean
  /** @since API 1.40 */
  DataPathPort?: number
  /** @since API 1.39 */
  DefaultAddrPool?: string[]
  /** @since API 1.39 */
  SubnetSize?: number
}

export interface ClusterVolume {
  ID?: string
  Version?: ObjectVersion
  CreatedAt?: string
  UpdatedAt?: string
  Spec?: ClusterVolumeSpec
  Info?: ClusterVolumeInfo
  PublishStatus?: ClusterVolumePublishStatusItem[]
}

export interface ClusterVolumeInfo {
  CapacityBytes?: number
  VolumeContext?: Record<string, string>
  VolumeID?: string
  AccessibleTopology?: Topology[]
}

export interface ClusterVolumeMount {
  FsType?: string | undefined
  MountFlags?: string[] | undefined
}

export interface ClusterVolumePublishStatusItem {
  NodeID?: string
  State?: 'pending-publish' | 'published' | 'pending-node-unpublish' | 'pending-controller-unpublish'
  PublishContext?: Record<string, string>
}

export interface ClusterVolumeSpec {
  Group?: string | undefined
  AccessMode?: ClusterVolumeSpecAccessMode | undefined
  Secrets?: ClusterVolumeSpecAccessModeSecretsItem[] | undefined
  AccessibilityRequirements?: ClusterVolumeSpecAccessModeAccessibilityRequirements | undefined
  CapacityRange?: ClusterVolumeSpecAccessModeCapacityRange | undefined
  Availability?: 'active' | 'pause' | 'drain' | undefined
}

export interface ClusterVolumeSpecAccessMode {
  Scope?: 'single' | 'multi' | undefined
  Sharing?: 'none' | 'readonly' | 'onewriter' | 'all' | undefined
  MountVolume?: ClusterVolumeMount | undefined
  BlockVolume?: EmptyObject | undefined
}

export interface ClusterVolumeSpecAccessModeAccessibilityRequirements {
  Requisite?: Topology[] | undefined
  Preferred?: Topology[] | undefined
}

export interface ClusterVolumeSpecAccessModeCapacityRange {
  RequiredBytes?: number | undefined
  LimitBytes?: number | undefined
}

export interface ClusterVolumeSpecAccessModeSecretsItem {
  Key?: string | undefined
  Secret?: string | undefined
}

export interface Commit {
  ID: string
  /** @deprecated since API 1.48, gone from API 1.49 */
  Expected?: string
}

export interface Config {
  ID: string
  Version: ObjectVersion
  CreatedAt: string
  UpdatedAt: string
  Spec: ConfigSpecAnswer
}

export interface ConfigCreateRequest extends ConfigSpec {}

/** The filters of GET /configs: what is listed for a key is taken one or another, keys apply together. */
export interface ConfigListFilters {
  id?: readonly string[] | undefined
  label?: readonly string[] | undefined
  name?: readonly string[] | undefined
  names?: readonly string[] | undefined
}

/** The query of GET /configs. */
export interface ConfigListQuery {
  filters?: ConfigListFilters | undefined
}

export interface ConfigReference {
  Network?: string | undefined
}

export interface ConfigSpec {
  Name?: string | undefined
  Labels?: Record<string, string> | null | undefined
  Data?: string | undefined
  /** @since API 1.37 */
  Templating?: Driver | undefined
}

export interface ConfigSpecAnswer extends ConfigSpec {
  Name: string
  Labels: Record<string, string> | null
}

/** The query of POST /configs/{id}/update. */
export interface ConfigUpdateQuery {
  version: number
}

/** The query of HEAD /containers/{id}/archive. */
export interface ContainerArchiveInfoQuery {
  path: string
}

/** The query of GET /containers/{id}/archive. */
export interface ContainerArchiveQuery {
  path: string
}

/** The query of POST /containers/{id}/attach. */
export interface ContainerAttachQuery {
  detachKeys?: string | undefined
  logs?: boolean | undefined
  stream?: boolean | undefined
  stdin?: boolean | undefined
  stdout?: boolean | undefined
  stderr?: boolean | undefined
}

/** The query of GET /containers/{id}/attach/ws. */
export interface ContainerAttachWebsocketQuery {
  detachKeys?: string | undefined
  logs?: boolean | undefined
  stream?: boolean | undefined
  /** @since API 1.42 */
  stdin?: boolean | undefined
  /** @since API 1.42 */
  stdout?: boolean | undefined
  /** @since API 1.42 */
  stderr?: boolean | undefined
}

export interface ContainerBlkioStatEntry {
  major: number
  minor: number
  op: string
  value: number
}

export interface ContainerBlkioStats {
  io_service_bytes_recursive: ContainerBlkioStatEntry[] | null
  io_serviced_recursive: ContainerBlkioStatEntry[] | null
  io_queue_recursive: ContainerBlkioStatEntry[] | null
  io_service_time_recursive: ContainerBlkioStatEntry[] | null
  io_wait_time_recursive: ContainerBlkioStatEntry[] | null
  io_merged_recursive: ContainerBlkioStatEntry[] | null
  io_time_recursive: ContainerBlkioStatEntry[] | null
  sectors_recursive: ContainerBlkioStatEntry[] | null
}

export interface ContainerCPUStats {
  cpu_usage: ContainerCPUUsage
  system_cpu_usage?: number
  online_cpus?: number
  throttling_data: ContainerThrottlingData
}

export interface ContainerCPUUsage {
  total_usage: number
  percpu_usage?: number[]
  usage_in_kernelmode: number
  usage_in_usermode: number
}

export interface ContainerConfig {
  Hostname?: string | undefined
  Domainname?: string | undefined
  User?: string | undefined
  AttachStdin?: boolean | undefined
  AttachStdout?: boolean | undefined
  AttachStderr?: boolean | undefined
  ExposedPorts?: Record<string, EmptyObject> | null | undefined
  Tty?: boolean | undefined
  OpenStdin?: boolean | undefined
  StdinOnce?: boolean | undefined
  Env?: string[] | null | undefined
  Cmd?: string[] | null | undefined
  Healthcheck?: HealthConfig | undefined
  ArgsEscaped?: boolean | null | undefined
  Image?: string | undefined
  Volumes?: Record<string, EmptyObject> | null | undefined
  WorkingDir?: string | undefined
  Entrypoint?: string[] | null | undefined
  NetworkDisabled?: boolean | null | undefined
  OnBuild?: string[] | null | undefined
  Labels?: Record<string, string> | null | undefined
  StopSignal?: string | null | undefined
  StopTimeout?: number | null | undefined
  Shell?: string[] | null | undefined
  /** @deprecated since API 1.44, gone from API 1.52 */
  MacAddress?: string | null | undefined
}

export interface ContainerConfigAnswer extends ContainerConfig {
  Hostname: string
  Domainname: string
  User: string
  AttachStdin: boolean
  AttachStdout: boolean
  AttachStderr: boolean
  Tty: boolean
  OpenStdin: boolean
  StdinOnce: boolean
  Image: string
  WorkingDir: string
  Env: string[] | null
  Cmd: string[] | null
  Volumes: Record<string, EmptyObject> | null
  Entrypoint: string[] | null
  Labels: Record<string, string> | null
}

/** The query of POST /containers/create. */
export interface ContainerCreateQuery {
  name?: string | undefined
  /** @since API 1.41 */
  platform?: string | undefined
}

export interface ContainerCreateRequest extends ContainerConfig {
  HostConfig?: HostConfig | undefined
  NetworkingConfig?: NetworkingConfig | undefined
}

export interface ContainerCreateResponse {
  Id: string
  Warnings: string[]
}

/** The query of DELETE /containers/{id}. */
export interface ContainerDeleteQuery {
  v?: boolean | undefined
  force?: boolean | undefined
  link?: boolean | undefined
}

/** The query of GET /containers/{id}/json. */
export interface ContainerInspectQuery {
  size?: boolean | undefined
}

export interface ContainerInspectResponse {
  Id: string
  Created: string
  Path: string
  Args: string[]
  State: ContainerState
  Image: string
  ResolvConfPath: string
  HostnamePath: string
  HostsPath: string
  LogPath: string
  Name: string
  RestartCount: number
  Driver: string
  /** @since API 1.40 */
  Platform: string
  /** @since API 1.48 */
  ImageManifestDescriptor?: OCIDescriptor
  MountLabel: string
  ProcessLabel: string
  AppArmorProfile: string
  ExecIDs: string[] | null
  HostConfig: HostConfigAnswer
  GraphDriver?: DriverData
  /** @since API 1.52 */
  Storage?: Storage
  SizeRw?: number
  SizeRootFs?: number
  Mounts: MountPoint[]
  Config: ContainerConfigAnswer
  NetworkSettings: NetworkSettings
}

/** The query of POST /containers/{id}/kill. */
export interface ContainerKillQuery {
  signal?: string | undefined
}

/** The filters of GET /containers/json: what is listed for a key is taken one or another, keys apply together. */
export interface ContainerListFilters {
  ancestor?: readonly string[] | undefined
  before?: readonly string[] | undefined
  exited?: readonly string[] | undefined
  /** @since API 1.28 */
  expose?: readonly string[] | undefined
  health?: readonly ('starting' | 'healthy' | 'unhealthy' | 'none')[] | undefined
  id?: readonly string[] | undefined
  'is-task'?: readonly ('true' | 'false')[] | undefined
  isolation?: readonly ('default' | 'process' | 'hyperv')[] | undefined
  label?: readonly string[] | undefined
  name?: readonly string[] | undefined
  network?: readonly string[] | undefined
  /** @since API 1.28 */
  publish?: readonly string[] | undefined
  since?: readonly string[] | undefined
  status?: readonly ('created' | 'restarting' | 'running' | 'removing' | 'paused' | 'exited' | 'dead')[] | undefined
  volume?: readonly string[] | undefined
}

/** The query of GET /containers/json. */
export interface ContainerListQuery {
  all?: boolean | undefined
  limit?: number | undefined
  size?: boolean | undefined
  filters?: ContainerListFilters | undefined
}

/** The query of GET /containers/{id}/logs. */
export interface ContainerLogsQuery {
  follow?: boolean | undefined
  stdout?: boolean | undefined
  stderr?: boolean | undefined
  since?: Timestamp | undefined
  /** @since API 1.35 */
  until?: Timestamp | undefined
  timestamps?: boolean | undefined
  tail?: 'all' | number | `${number}` | undefined
  details?: boolean | undefined
  /** @since API 1.54 */
  format?: 'json' | undefined
}

export interface ContainerMemoryStats {
  usage?: number
  max_usage?: number
  stats?: Record<string, number>
  failcnt?: number
  limit?: number
  commitbytes?: number
  commitpeakbytes?: number
  privateworkingset?: number
}

export interface ContainerNetworkStats {
  rx_bytes: number
  rx_packets: number
  rx_errors: number
  rx_dropped: number
  tx_bytes: number
  tx_packets: number
  tx_errors: number
  tx_dropped: number
  endpoint_id?: string | null
  instance_id?: string | null
}

export interface ContainerPidsStats {
  current?: number
  limit?: number
}

/** The filters of POST /containers/prune: what is listed for a key is taken one or another, keys apply together. */
export interface ContainerPruneFilters {
  /** @since API 1.29 */
  label?: readonly string[] | undefined
  /** @since API 1.29 */
  'label!'?: readonly string[] | undefined
  until?: readonly string[] | undefined
}

/** The query of POST /containers/prune. */
export interface ContainerPruneQuery {
  filters?: ContainerPruneFilters | undefined
}

export interface ContainerPruneResponse {
  ContainersDeleted: string[] | null
  SpaceReclaimed: number
}

/** The query of POST /containers/{id}/rename. */
export interface ContainerRenameQuery {
  name: string
}

/** The query of POST /containers/{id}/resize. */
export interface ContainerResizeQuery {
  h: number
  w: number
}

/** The query of POST /containers/{id}/restart. */
export interface ContainerRestartQuery {
  /** @since API 1.42 */
  signal?: string | undefined
  t?: number | undefined
}

/** The query of POST /containers/{id}/start. */
export interface ContainerStartQuery {
  detachKeys?: string | undefined
  checkpoint?: string | undefined
  'checkpoint-dir'?: string | undefined
}

export interface ContainerState {
  Status: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'
  Running: boolean
  Paused: boolean
  Restarting: boolean
  OOMKilled: boolean
  Dead: boolean
  Pid: number
  ExitCode: number
  Error: string
  StartedAt: string
  FinishedAt: string
  Health?: Health
}

/** The query of GET /containers/{id}/stats. */
export interface ContainerStatsQuery {
  stream?: boolean | undefined
  /** @since API 1.41 */
  'one-shot'?: boolean | undefined
}

export interface ContainerStatsResponse {
  id?: string
  name?: string
  /** @since API 1.52 */
  os_type?: string
  read: string
  cpu_stats: ContainerCPUStats
  memory_stats: ContainerMemoryStats
  networks?: Record<string, ContainerNetworkStats>
  pids_stats: ContainerPidsStats
  blkio_stats: ContainerBlkioStats
  num_procs: number
  storage_stats: ContainerStorageStats
  preread: string
  precpu_stats: ContainerCPUStats
}

export interface ContainerStatus {
  ContainerID?: string
  PID?: number
  ExitCode?: number
}

/** The query of POST /containers/{id}/stop. */
export interface ContainerStopQuery {
  /** @since API 1.42 */
  signal?: string | undefined
  t?: number | undefined
}

export interface ContainerStorageStats {
  read_count_normalized?: number
  read_size_bytes?: number
  write_count_normalized?: number
  write_size_bytes?: number
}

export interface ContainerSummary {
  Id: string
  Names: string[]
  Image: string
  ImageID: string
  /** @since API 1.48 */
  ImageManifestDescriptor?: OCIDescriptor
  Command: string
  Created: number
  Ports: PortSummary[]
  SizeRw?: number
  SizeRootFs?: number
  Labels: Record<string, string>
  State: 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'removing' | 'dead'
  Status: string
  HostConfig: ContainerSummaryHostConfig
  NetworkSettings: ContainerSummaryNetworkSettings
  Mounts: MountPoint[]
  /** @since API 1.52 */
  Health?: ContainerSummaryHealth
}

export interface ContainerSummaryHealth {
  Status?: 'none' | 'starting' | 'healthy' | 'unhealthy'
  FailingStreak?: number
}

export interface ContainerSummaryHostConfig {
  NetworkMode?: string
  /** @since API 1.46 */
  Annotations?: Record<string, string> | null
}

export interface ContainerSummaryNetworkSettings {
  Networks: Record<string, EndpointSettingsAnswer>
}

export interface ContainerThrottlingData {
  periods: number
  throttled_periods: number
  throttled_time: number
}

/** The query of GET /containers/{id}/top. */
export interface ContainerTopQuery {
  ps_args?: string | undefined
}

export interface ContainerTopResponse {
  Titles: string[]
  Processes: string[][]
}

export interface ContainerUpdateRequest extends Resources {
  RestartPolicy?: RestartPolicy | undefined
  /** @since API 1.36; @deprecated since API 1.41, gone from API 1.42 */
  KernelMemory?: number | undefined
  /** @since API 1.40; @deprecated since API 1.51, gone from API 1.52 */
  KernelMemoryTCP?: number | undefined
}

export interface ContainerUpdateResponse {
  Warnings: string[] | null
}

export interface ContainerWaitExitError {
  Message?: string
}

/** The query of POST /containers/{id}/wait. */
export interface ContainerWaitQuery {
  /** @since API 1.30 */
  condition?: 'not-running' | 'next-exit' | 'removed' | undefined
}

export interface ContainerWaitResponse {
  StatusCode: number
  /** @since API 1.34 */
  Error?: ContainerWaitExitError | null
}

export interface ContainerdInfo {
  Address?: string
  Namespaces: ContainerdInfoNamespaces
}

export interface ContainerdInfoNamespaces {
  Containers: string
  Plugins: string
}

export interface ContainersDiskUsage {
  ActiveCount?: number
  TotalCount?: number
  Reclaimable?: number
  TotalSize?: number
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

export interface DeviceInfo {
  Source?: string
  ID?: string
}

export interface DeviceMapping {
  PathOnHost?: string | undefined
  PathInContainer?: string | undefined
  CgroupPermissions?: string | undefined
}

export interface DeviceRequest {
  Driver?: string | undefined
  Count?: number | undefined
  DeviceIDs?: string[] | undefined
  Capabilities?: string[][] | undefined
  Options?: Record<string, string> | undefined
}

export interface DistributionInspect {
  Descriptor: OCIDescriptor
  Platforms: OCIPlatform[]
}

export interface Driver {
  Name: string
  Options?: Record<string, string> | undefined
}

export interface DriverData {
  Name: string
  Data: Record<string, string> | null
}

export interface EndpointIPAMConfig {
  IPv4Address?: string | undefined
  IPv6Address?: string | undefined
  LinkLocalIPs?: string[] | undefined
}

export interface EndpointPortConfig {
  Name?: string | undefined
  Protocol?: 'tcp' | 'udp' | 'sctp' | undefined
  TargetPort?: number | undefined
  PublishedPort?: number | undefined
  PublishMode?: 'ingress' | 'host' | undefined
}

export interface EndpointResource {
  Name: string
  EndpointID: string
  MacAddress: string
  IPv4Address: string
  IPv6Address: string
}

export interface EndpointSettings {
  IPAMConfig?: EndpointIPAMConfig | null | undefined
  Links?: string[] | null | undefined
  MacAddress?: string | undefined
  Aliases?: string[] | null | undefined
  /** @since API 1.32 */
  DriverOpts?: Record<string, string> | null | undefined
  /** @since API 1.48 */
  GwPriority?: number | undefined
  NetworkID?: string | undefined
  EndpointID?: string | undefined
  Gateway?: string | undefined
  IPAddress?: string | undefined
  IPPrefixLen?: number | undefined
  IPv6Gateway?: string | undefined
  GlobalIPv6Address?: string | undefined
  GlobalIPv6PrefixLen?: number | undefined
  /** @since API 1.44 */
  DNSNames?: string[] | null | undefined
}

export interface EndpointSettingsAnswer extends EndpointSettings {
  NetworkID: string
  EndpointID: string
  Gateway: string
  IPAddress: string
  IPPrefixLen: number
  IPv6Gateway: string
  GlobalIPv6Address: string
  GlobalIPv6PrefixLen: number
  MacAddress: string
  IPAMConfig: EndpointIPAMConfig | null
  Links: string[] | null
  Aliases: string[] | null
  /** @since API 1.32 */
  DriverOpts: Record<string, string> | null
}

export interface EndpointSpec {
  Mode?: 'vip' | 'dnsrr' | undefined
  Ports?: EndpointPortConfig[] | undefined
}

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

export interface ErrorResponse {
  message: string
}

export interface EventActor {
  ID: string
  Attributes: Record<string, string>
}

export interface EventMessage {
  Type: 'builder' | 'config' | 'container' | 'daemon' | 'image' | 'network' | 'node' | 'plugin' | 'secret' | 'service' | 'volume'
  Action: string
  Actor: EventActor
  /** @since API 1.30 */
  scope: 'local' | 'swarm'
  time: number
  timeNano: number
  /** @deprecated since API 1.22, gone from API 1.52 */
  status?: string
  /** @deprecated since API 1.22, gone from API 1.52 */
  id?: string
  /** @deprecated since API 1.22, gone from API 1.52 */
  from?: string
}

export interface ExecConfig {
  AttachStdin?: boolean | undefined
  AttachStdout?: boolean | undefined
  AttachStderr?: boolean | undefined
  /** @since API 1.42 */
  ConsoleSize?: readonly [number, number] | null | undefined
  DetachKeys?: string | undefined
  Tty?: boolean | undefined
  Env?: readonly string[] | undefined
  Cmd?: readonly string[] | undefined
  Privileged?: boolean | undefined
  User?: string | undefined
  /** @since API 1.35 */
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
  Pid: number
}

/** The query of POST /exec/{id}/resize. */
export interface ExecResizeQuery {
  h: number
  w: number
}

export interface ExecStartConfig {
  Detach?: boolean | undefined
  Tty?: boolean | undefined
  /** @since API 1.42 */
  ConsoleSize?: readonly [number, number] | null | undefined
}

export interface FilesystemChange {
  Path: string
  Kind: ChangeType
}

export interface FirewallInfo {
  Driver?: string
  Info?: string[][]
}

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
  remote: string
}

export interface Health {
  Status: 'none' | 'starting' | 'healthy' | 'unhealthy'
  FailingStreak: number
  Log: HealthcheckResult[]
}

export interface HealthConfig {
  Test?: string[] | undefined
  Interval?: number | undefined
  Timeout?: number | undefined
  Retries?: number | undefined
  /** @since API 1.29 */
  StartPeriod?: number | undefined
  /** @since API 1.44 */
  StartInterval?: number | undefined
}

export interface HealthcheckResult {
  Start: string
  End: string
  ExitCode: number
  Output: string
}

export interface HostConfig extends Resources {
  Binds?: string[] | null | undefined
  ContainerIDFile?: string | undefined
  LogConfig?: HostConfigLogConfig | undefined
  NetworkMode?: string | undefined
  PortBindings?: PortMap | null | undefined
  RestartPolicy?: RestartPolicy | undefined
  AutoRemove?: boolean | undefined
  VolumeDriver?: string | undefined
  VolumesFrom?: string[] | null | undefined
  Mounts?: Mount[] | undefined
  ConsoleSize?: [number, number] | undefined
  /** @since API 1.43 */
  Annotations?: Record<string, string> | undefined
  CapAdd?: string[] | null | undefined
  CapDrop?: string[] | null | undefined
  /** @since API 1.41 */
  CgroupnsMode?: 'private' | 'host' | undefined
  Dns?: string[] | null | undefined
  DnsOptions?: string[] | null | undefined
  DnsSearch?: string[] | null | undefined
  ExtraHosts?: string[] | null | undefined
  GroupAdd?: string[] | null | undefined
  IpcMode?: string | undefined
  Cgroup?: string | undefined
  Links?: string[] | null | undefined
  OomScoreAdj?: number | undefined
  PidMode?: string | undefined
  Privileged?: boolean | undefined
  PublishAllPorts?: boolean | undefined
  ReadonlyRootfs?: boolean | undefined
  SecurityOpt?: string[] | null | undefined
  StorageOpt?: Record<string, string> | undefined
  Tmpfs?: Record<string, string> | undefined
  UTSMode?: string | undefined
  UsernsMode?: string | undefined
  ShmSize?: number | undefined
  Sysctls?: Record<string, string> | null | undefined
  Runtime?: string | null | undefined
  Isolation?: 'default' | 'process' | 'hyperv' | '' | undefined
  /** @since API 1.38 */
  MaskedPaths?: string[] | null | undefined
  /** @since API 1.38 */
  ReadonlyPaths?: string[] | null | undefined
  /** @since API 1.36; @deprecated since API 1.41, gone from API 1.42 */
  KernelMemory?: number | undefined
  /** @since API 1.40; @deprecated since API 1.51, gone from API 1.52 */
  KernelMemoryTCP?: number | undefined
  /** @since API 1.40; @deprecated gone from API 1.41 */
  Capabilities?: string[] | undefined
}

export interface HostConfigAnswer extends HostConfig {
  CpuShares: number
  Memory: number
  CgroupParent: string
  BlkioWeight: number
  CpuPeriod: number
  CpuQuota: number
  CpuRealtimePeriod: number
  CpuRealtimeRuntime: number
  CpusetCpus: string
  CpusetMems: string
  MemoryReservation: number
  MemorySwap: number
  NanoCpus: number
  CpuCount: number
  CpuPercent: number
  IOMaximumIOps: number
  IOMaximumBandwidth: number
  ContainerIDFile: string
  LogConfig: HostConfigLogConfigAnswer
  NetworkMode: string
  RestartPolicy: RestartPolicyAnswer
  AutoRemove: boolean
  VolumeDriver: string
  ConsoleSize: [number, number]
  IpcMode: string
  Cgroup: string
  OomScoreAdj: number
  PidMode: string
  Privileged: boolean
  PublishAllPorts: boolean
  ReadonlyRootfs: boolean
  UTSMode: string
  UsernsMode: string
  ShmSize: number
  Isolation: 'default' | 'process' | 'hyperv' | ''
  BlkioWeightDevice: ResourcesBlkioWeightDeviceItem[] | null
  BlkioDeviceReadBps: ThrottleDevice[] | null
  BlkioDeviceWriteBps: ThrottleDevice[] | null
  BlkioDeviceReadIOps: ThrottleDevice[] | null
  BlkioDeviceWriteIOps: ThrottleDevice[] | null
  Devices: DeviceMapping[] | null
  /** @since API 1.40 */
  DeviceRequests: DeviceRequest[] | null
  /** @since API 1.28 */
  DeviceCgroupRules: string[] | null
  MemorySwappiness: number | null
  OomKillDisable: boolean | null
  PidsLimit: number | null
  Ulimits: ResourcesUlimitsItem[] | null
  Binds: string[] | null
  PortBindings: PortMap | null
  VolumesFrom: string[] | null
  CapAdd: string[] | null
  CapDrop: string[] | null
  Dns: string[] | null
  DnsOptions: string[] | null
  DnsSearch: string[] | null
  ExtraHosts: string[] | null
  GroupAdd: string[] | null
  Links: string[] | null
  SecurityOpt: string[] | null
  /** @since API 1.38 */
  MaskedPaths: string[] | null
  /** @since API 1.38 */
  ReadonlyPaths: string[] | null
}

export interface HostConfigLogConfig {
  Type?: string | undefined
  Config?: Record<string, string> | null | undefined
}

export interface HostConfigLogConfigAnswer extends HostConfigLogConfig {
  Type: string
  Config: Record<string, string> | null
}

export interface IDResponse {
  Id: string
}

export interface IPAM {
  Driver?: string | undefined
  Config?: IPAMConfig[] | null | undefined
  Options?: Record<string, string> | null | undefined
}

export interface IPAMAnswer extends IPAM {
  Driver: string
  Options: Record<string, string> | null
  Config: IPAMConfig[] | null
}

export interface IPAMConfig {
  Subnet?: string | undefined
  IPRange?: string | undefined
  Gateway?: string | undefined
  AuxiliaryAddresses?: Record<string, string> | undefined
}

export interface IPAMStatus {
  Subnets?: Record<string, SubnetStatus>
}

export interface Identity {
  Signature?: SignatureIdentity[]
  Pull?: PullIdentity[]
  Build?: BuildIdentity[]
}

/** The query of GET /images/{name}/attestations. */
export interface ImageAttestationsQuery {
  platform?: OCIPlatform | readonly OCIPlatform[] | undefined
  type?: readonly string[] | undefined
  statement?: boolean | undefined
}

/** The query of POST /build. */
export interface ImageBuildQuery {
  dockerfile?: string | undefined
  t?: string | readonly string[] | undefined
  /** @since API 1.28 */
  extrahosts?: string | readonly string[] | undefined
  remote?: string | undefined
  q?: boolean | undefined
  nocache?: boolean | undefined
  cachefrom?: string | undefined
  pull?: boolean | undefined
  rm?: boolean | undefined
  forcerm?: boolean | undefined
  memory?: number | undefined
  memswap?: number | undefined
  cpushares?: number | undefined
  cpusetcpus?: string | undefined
  cpuperiod?: number | undefined
  cpuquota?: number | undefined
  buildargs?: Record<string, string | null> | undefined
  shmsize?: number | undefined
  squash?: boolean | undefined
  labels?: Record<string, string> | undefined
  networkmode?: string | undefined
  /** @since API 1.32 */
  platform?: string | undefined
  /** @since API 1.29 */
  target?: string | undefined
  /** @since API 1.40 */
  outputs?: string | undefined
  /** @since API 1.38 */
  version?: '1' | '2' | undefined
  ulimits?: string | undefined
  cpusetmems?: string | undefined
  cgroupparent?: string | undefined
  securityopt?: string | readonly string[] | undefined
  isolation?: 'default' | 'process' | 'hyperv' | undefined
  /** @since API 1.31 */
  session?: string | undefined
  /** @since API 1.39 */
  buildid?: string | undefined
}

/** The query of POST /commit. */
export interface ImageCommitQuery {
  container?: string | undefined
  repo?: string | undefined
  tag?: string | undefined
  comment?: string | undefined
  author?: string | undefined
  pause?: boolean | undefined
  changes?: string | readonly string[] | undefined
}

export interface ImageConfig {
  User?: string
  ExposedPorts?: Record<string, EmptyObject> | null
  Env?: string[] | null
  Cmd?: string[] | null
  Healthcheck?: HealthConfig
  ArgsEscaped?: boolean | null
  Volumes?: Record<string, EmptyObject> | null
  WorkingDir?: string
  Entrypoint?: string[] | null
  OnBuild?: string[] | null
  Labels?: Record<string, string> | null
  StopSignal?: string | null
  Shell?: string[] | null
  /** @deprecated since API 1.46, gone from API 1.50 */
  Hostname?: string
  /** @deprecated since API 1.46, gone from API 1.50 */
  Domainname?: string
  /** @deprecated since API 1.46, gone from API 1.50 */
  AttachStdin?: boolean
  /** @deprecated since API 1.46, gone from API 1.50 */
  AttachStdout?: boolean
  /** @deprecated since API 1.46, gone from API 1.50 */
  AttachStderr?: boolean
  /** @deprecated since API 1.46, gone from API 1.50 */
  Tty?: boolean
  /** @deprecated since API 1.46, gone from API 1.50 */
  OpenStdin?: boolean
  /** @deprecated since API 1.46, gone from API 1.50 */
  StdinOnce?: boolean
  /** @deprecated since API 1.46, gone from API 1.50 */
  Image?: string
  /** @deprecated since API 1.46, gone from API 1.50 */
  NetworkDisabled?: boolean | null
  /** @deprecated since API 1.44, gone from API 1.50 */
  MacAddress?: string | null
  /** @deprecated since API 1.46, gone from API 1.50 */
  StopTimeout?: number | null
}

/** The query of POST /images/create. */
export interface ImageCreateQuery {
  fromImage?: string | undefined
  fromSrc?: string | undefined
  repo?: string | undefined
  tag?: string | undefined
  message?: string | undefined
  changes?: string | readonly string[] | undefined
  /** @since API 1.32 */
  platform?: string | undefined
}

/** The query of DELETE /images/{name}. */
export interface ImageDeleteQuery {
  force?: boolean | undefined
  noprune?: boolean | undefined
  /** @since API 1.50 */
  platforms?: OCIPlatform | readonly OCIPlatform[] | undefined
}

export interface ImageDeleteResponseItem {
  Untagged?: string
  Deleted?: string
}

/** The query of GET /images/get. */
export interface ImageGetAllQuery {
  names?: string | readonly string[] | undefined
  /** @since API 1.48 */
  platform?: OCIPlatform | readonly OCIPlatform[] | undefined
}

/** The query of GET /images/{name}/get. */
export interface ImageGetQuery {
  /** @since API 1.48 */
  platform?: OCIPlatform | readonly OCIPlatform[] | undefined
}

/** The query of GET /images/{name}/history. */
export interface ImageHistoryQuery {
  /** @since API 1.48 */
  platform?: OCIPlatform | undefined
}

export interface ImageHistoryResponseItem {
  Id: string
  Created: number
  CreatedBy: string
  Tags: string[] | null
  Size: number
  Comment: string
}

export interface ImageID {
  ID?: string
}

export interface ImageInspect {
  Id: string
  /** @since API 1.48 */
  Descriptor?: OCIDescriptor
  /** @since API 1.48 */
  Manifests?: ImageManifestSummary[]
  /** @since API 1.53 */
  Identity?: Identity
  RepoTags: string[]
  RepoDigests: string[]
  Comment?: string
  Created?: string
  Author?: string
  Config: ImageConfig | null
  Architecture: string
  /** @since API 1.39 */
  Variant?: string
  Os: string
  OsVersion?: string
  Size: number
  GraphDriver?: DriverData
  RootFS: ImageInspectRootFS
  /** @since API 1.31 */
  Metadata: ImageInspectMetadata
  /** @deprecated since API 1.51, gone from API 1.52 */
  Parent?: string
  /** @deprecated since API 1.44, gone from API 1.45 */
  Container?: string
  /** @deprecated since API 1.44, gone from API 1.45 */
  ContainerConfig?: ContainerConfigAnswer
  /** @deprecated since API 1.51, gone from API 1.52 */
  DockerVersion?: string
  /** @deprecated since API 1.43, gone from API 1.44 */
  VirtualSize?: number
}

export interface ImageInspectMetadata {
  LastTagTime?: string
}

/** The query of GET /images/{name}/json. */
export interface ImageInspectQuery {
  /** @since API 1.48 */
  manifests?: boolean | undefined
  /** @since API 1.49 */
  platform?: OCIPlatform | undefined
}

export interface ImageInspectRootFS {
  Type: string
  Layers?: string[]
}

/** The filters of GET /images/json: what is listed for a key is taken one or another, keys apply together. */
export interface ImageListFilters {
  before?: readonly string[] | undefined
  dangling?: readonly ('true' | 'false')[] | undefined
  label?: readonly string[] | undefined
  reference?: readonly string[] | undefined
  since?: readonly string[] | undefined
  /** @since API 1.44 */
  until?: readonly string[] | undefined
}

/** The query of GET /images/json. */
export interface ImageListQuery {
  all?: boolean | undefined
  filters?: ImageListFilters | undefined
  /** @since API 1.42 */
  'shared-size'?: boolean | undefined
  digests?: boolean | undefined
  /** @since API 1.47 */
  manifests?: boolean | undefined
  /** @since API 1.54 */
  identity?: boolean | undefined
}

/** The query of POST /images/load. */
export interface ImageLoadQuery {
  quiet?: boolean | undefined
  /** @since API 1.48 */
  platform?: OCIPlatform | readonly OCIPlatform[] | undefined
}

export interface ImageManifestSummary {
  ID: string
  Descriptor: OCIDescriptor
  Available: boolean
  Size: ImageManifestSummarySize
  Kind: 'image' | 'attestation' | 'unknown'
  ImageData?: ImageManifestSummaryImageData | null
  AttestationData?: ImageManifestSummaryAttestationData | null
}

export interface ImageManifestSummaryAttestationData {
  For: string
}

export interface ImageManifestSummaryImageData {
  Platform: OCIPlatform | null
  /** @since API 1.54 */
  Identity?: Identity | null
  Containers: string[]
  Size: ImageManifestSummaryImageDataSize
}

export interface ImageManifestSummaryImageDataSize {
  Unpacked: number
}

export interface ImageManifestSummarySize {
  Total: number
  Content: number
}

/** The filters of POST /images/prune: what is listed for a key is taken one or another, keys apply together. */
export interface ImagePruneFilters {
  dangling?: readonly ('true' | 'false')[] | undefined
  /** @since API 1.29 */
  label?: readonly string[] | undefined
  /** @since API 1.29 */
  'label!'?: readonly string[] | undefined
  /** @since API 1.28 */
  until?: readonly string[] | undefined
}

/** The query of POST /images/prune. */
export interface ImagePruneQuery {
  filters?: ImagePruneFilters | undefined
}

export interface ImagePruneResponse {
  ImagesDeleted: ImageDeleteResponseItem[] | null
  SpaceReclaimed: number
}

/** The query of POST /images/{name}/push. */
export interface ImagePushQuery {
  tag?: string | undefined
  /** @since API 1.46 */
  platform?: OCIPlatform | undefined
}

/** The filters of GET /images/search: what is listed for a key is taken one or another, keys apply together. */
export interface ImageSearchFilters {
  'is-automated'?: readonly ('true' | 'false')[] | undefined
  'is-official'?: readonly ('true' | 'false')[] | undefined
  stars?: readonly string[] | undefined
}

/** The query of GET /images/search. */
export interface ImageSearchQuery {
  term: string
  limit?: number | undefined
  filters?: ImageSearchFilters | undefined
}

export interface ImageSearchResponseItem {
  description: string
  is_official: boolean
  /** @deprecated since API 1.44 */
  is_automated?: boolean
  name: string
  star_count: number
}

export interface ImageSummary {
  Id: string
  ParentId: string
  RepoTags: string[] | null
  RepoDigests: string[] | null
  Created: number
  Size: number
  SharedSize: number
  Labels: Record<string, string> | null
  Containers: number
  /** @since API 1.47 */
  Manifests?: ImageManifestSummary[]
  /** @since API 1.48 */
  Descriptor?: OCIDescriptor
  /** @deprecated since API 1.43, gone from API 1.44 */
  VirtualSize?: number
}

/** The query of POST /images/{name}/tag. */
export interface ImageTagQuery {
  repo?: string | undefined
  tag?: string | undefined
}

export interface ImagesDiskUsage {
  ActiveCount?: number
  TotalCount?: number
  Reclaimable?: number
  TotalSize?: number
  Items?: ImageSummary[]
}

export interface IndexInfo {
  Name: string
  Mirrors: string[]
  Secure: boolean
  Official: boolean
}

export interface JoinTokens {
  Worker: string
  Manager: string
}

export type KnownSignerIdentity = 'DHI'

export interface Limit {
  NanoCPUs?: number | undefined
  MemoryBytes?: number | undefined
  /** @since API 1.41 */
  Pids?: number | undefined
  /** @since API 1.32; @deprecated gone from API 1.41 */
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

export type LocalNodeState = '' | 'inactive' | 'pending' | 'active' | 'error' | 'locked'

export interface ManagerStatus {
  Leader?: boolean
  Reachability?: Reachability
  Addr?: string
}

export interface Mount {
  Target?: string | undefined
  Source?: string | undefined
  Type?: MountType | undefined
  ReadOnly?: boolean | undefined
  /** @since API 1.28 */
  Consistency?: string | undefined
  BindOptions?: MountBindOptions | undefined
  VolumeOptions?: MountVolumeOptions | undefined
  /** @since API 1.48 */
  ImageOptions?: MountImageOptions | undefined
  TmpfsOptions?: MountTmpfsOptions | undefined
}

export interface MountBindOptions {
  Propagation?: 'private' | 'rprivate' | 'shared' | 'rshared' | 'slave' | 'rslave' | undefined
  /** @since API 1.40 */
  NonRecursive?: boolean | undefined
  /** @since API 1.42 */
  CreateMountpoint?: boolean | undefined
  /** @since API 1.44 */
  ReadOnlyNonRecursive?: boolean | undefined
  /** @since API 1.44 */
  ReadOnlyForceRecursive?: boolean | undefined
}

export interface MountImageOptions {
  Subpath?: string | undefined
}

export interface MountPoint {
  Type?: MountType
  Name?: string
  Source: string
  Destination: string
  Driver?: string
  Mode: string
  RW: boolean
  Propagation: string
}

export interface MountTmpfsOptions {
  SizeBytes?: number | undefined
  Mode?: number | undefined
  /** @since API 1.46 */
  Options?: string[][] | undefined
}

export type MountType = 'bind' | 'cluster' | 'image' | 'npipe' | 'tmpfs' | 'volume'

export interface MountVolumeOptions {
  NoCopy?: boolean | undefined
  Labels?: Record<string, string> | undefined
  DriverConfig?: MountVolumeOptionsDriverConfig | undefined
  /** @since API 1.45 */
  Subpath?: string | undefined
}

export interface MountVolumeOptionsDriverConfig {
  Name?: string | undefined
  Options?: Record<string, string> | undefined
}

export interface NRIInfo {
  Info?: string[][]
}

export interface Network {
  Name: string
  Id: string
  Created: string
  Scope: string
  Driver: string
  /** @since API 1.48 */
  EnableIPv4?: boolean
  EnableIPv6: boolean
  IPAM: IPAMAnswer
  Internal: boolean
  /** @since API 1.27 */
  Attachable: boolean
  /** @since API 1.29 */
  Ingress: boolean
  /** @since API 1.30 */
  ConfigFrom: ConfigReference
  /** @since API 1.30 */
  ConfigOnly: boolean
  Options: Record<string, string> | null
  Labels: Record<string, string> | null
  Peers?: PeerInfo[]
  /** @deprecated gone from API 1.52 */
  Containers?: Record<string, EndpointResource> | null
}

export interface NetworkAttachment {
  Network?: Network
  Addresses?: string[]
}

export interface NetworkAttachmentConfig {
  Target?: string | undefined
  Aliases?: string[] | undefined
  /** @since API 1.39 */
  DriverOpts?: Record<string, string> | undefined
}

export interface NetworkConnectRequest {
  Container: string
  EndpointConfig?: EndpointSettings | null | undefined
}

export interface NetworkCreateRequest {
  Name: string
  Driver?: string | undefined
  /** @since API 1.30 */
  Scope?: string | undefined
  Internal?: boolean | undefined
  /** @since API 1.27 */
  Attachable?: boolean | undefined
  /** @since API 1.29 */
  Ingress?: boolean | undefined
  /** @since API 1.30 */
  ConfigOnly?: boolean | undefined
  /** @since API 1.30 */
  ConfigFrom?: ConfigReference | undefined
  IPAM?: IPAM | undefined
  /** @since API 1.48 */
  EnableIPv4?: boolean | undefined
  EnableIPv6?: boolean | undefined
  Options?: Record<string, string> | undefined
  Labels?: Record<string, string> | undefined
  /** @deprecated since API 1.44, gone from API 1.46 */
  CheckDuplicate?: boolean | undefined
}

export interface NetworkCreateResponse {
  Id: string
  Warning: string
}

export interface NetworkDisconnectRequest {
  Container: string
  Force?: boolean | undefined
}

export interface NetworkInspect extends Network {
  Containers: Record<string, EndpointResource>
  /** @since API 1.28 */
  Services?: Record<string, ServiceInfo>
  /** @since API 1.52 */
  Status?: NetworkStatus
}

/** The query of GET /networks/{id}. */
export interface NetworkInspectQuery {
  /** @since API 1.28 */
  verbose?: boolean | undefined
  /** @since API 1.31 */
  scope?: string | undefined
}

/** The filters of GET /networks: what is listed for a key is taken one or another, keys apply together. */
export interface NetworkListFilters {
  /** @since API 1.40 */
  dangling?: readonly ('true' | 'false')[] | undefined
  driver?: readonly string[] | undefined
  id?: readonly string[] | undefined
  label?: readonly string[] | undefined
  name?: readonly string[] | undefined
  /** @since API 1.29 */
  scope?: readonly ('swarm' | 'global' | 'local')[] | undefined
  type?: readonly ('custom' | 'builtin')[] | undefined
}

/** The query of GET /networks. */
export interface NetworkListQuery {
  filters?: NetworkListFilters | undefined
}

/** The filters of POST /networks/prune: what is listed for a key is taken one or another, keys apply together. */
export interface NetworkPruneFilters {
  /** @since API 1.29 */
  label?: readonly string[] | undefined
  /** @since API 1.29 */
  'label!'?: readonly string[] | undefined
  until?: readonly string[] | undefined
}

/** The query of POST /networks/prune. */
export interface NetworkPruneQuery {
  filters?: NetworkPruneFilters | undefined
}

export interface NetworkPruneResponse {
  NetworksDeleted: string[] | null
}

export interface NetworkSettings {
  SandboxID: string
  SandboxKey: string
  Ports: PortMap | null
  Networks: Record<string, EndpointSettingsAnswer>
  /** @deprecated since API 1.51, gone from API 1.52 */
  Bridge?: string
  /** @deprecated since API 1.32, gone from API 1.52 */
  Gateway?: string
  /** @deprecated since API 1.32, gone from API 1.52 */
  IPPrefixLen?: number
  /** @deprecated since API 1.32, gone from API 1.52 */
  MacAddress?: string
  /** @deprecated since API 1.44, gone from API 1.52 */
  HairpinMode?: boolean
  /** @deprecated since API 1.44, gone from API 1.52 */
  LinkLocalIPv6Address?: string
  /** @deprecated since API 1.44, gone from API 1.52 */
  LinkLocalIPv6PrefixLen?: number
  /** @deprecated since API 1.44, gone from API 1.52 */
  SecondaryIPAddresses?: Address[] | null
  /** @deprecated since API 1.44, gone from API 1.52 */
  SecondaryIPv6Addresses?: Address[] | null
  /** @deprecated since API 1.32, gone from API 1.52 */
  EndpointID?: string
  /** @deprecated since API 1.32, gone from API 1.52 */
  GlobalIPv6Address?: string
  /** @deprecated since API 1.32, gone from API 1.52 */
  GlobalIPv6PrefixLen?: number
  /** @deprecated since API 1.32, gone from API 1.52 */
  IPAddress?: string
  /** @deprecated since API 1.32, gone from API 1.52 */
  IPv6Gateway?: string
}

export interface NetworkStatus {
  IPAM?: IPAMStatus
}

export interface NetworkSummary extends Network {}

export interface NetworkTaskInfo {
  Name?: string
  EndpointID?: string
  EndpointIP?: string
  Info?: Record<string, string>
}

export interface NetworkingConfig {
  EndpointsConfig?: Record<string, EndpointSettings> | undefined
}

export interface Node {
  ID: string
  Version: ObjectVersion
  CreatedAt: string
  UpdatedAt: string
  Spec: NodeSpecAnswer
  Description: NodeDescription
  Status: NodeStatus
  ManagerStatus?: ManagerStatus
}

/** The query of DELETE /nodes/{id}. */
export interface NodeDeleteQuery {
  force?: boolean | undefined
}

export interface NodeDescription {
  Hostname: string
  Platform: Platform
  Resources: ResourceObject
  Engine: EngineDescription
  /** @since API 1.30 */
  TLSInfo?: TLSInfo
}

/** The filters of GET /nodes: what is listed for a key is taken one or another, keys apply together. */
export interface NodeListFilters {
  id?: readonly string[] | undefined
  label?: readonly string[] | undefined
  membership?: readonly ('accepted' | 'pending')[] | undefined
  name?: readonly string[] | undefined
  /** @since API 1.40 */
  'node.label'?: readonly string[] | undefined
  role?: readonly ('manager' | 'worker')[] | undefined
}

/** The query of GET /nodes. */
export interface NodeListQuery {
  filters?: NodeListFilters | undefined
}

export interface NodeSpec {
  Name?: string | undefined
  Labels?: Record<string, string> | null | undefined
  Role?: 'worker' | 'manager' | undefined
  Availability?: 'active' | 'pause' | 'drain' | undefined
}

export interface NodeSpecAnswer extends NodeSpec {
  Role: 'worker' | 'manager'
  Availability: 'active' | 'pause' | 'drain'
  Labels: Record<string, string> | null
}

export type NodeState = 'unknown' | 'down' | 'ready' | 'disconnected'

export interface NodeStatus {
  State: NodeState
  Message?: string
  Addr: string
}

/** The query of POST /nodes/{id}/update. */
export interface NodeUpdateQuery {
  version: number
}

export interface OCIDescriptor {
  mediaType: string
  digest: string
  size: number
  urls?: string[]
  /** @since API 1.48 */
  annotations?: Record<string, string>
  /** @since API 1.48 */
  data?: string
  /** @since API 1.48 */
  platform?: OCIPlatform
  /** @since API 1.48 */
  artifactType?: string
}

export interface OCIPlatform {
  architecture?: string | undefined
  os?: string | undefined
  /** @since API 1.40 */
  'os.version'?: string | undefined
  /** @since API 1.40 */
  'os.features'?: string[] | undefined
  /** @since API 1.40 */
  variant?: string | undefined
}

export interface ObjectVersion {
  Index: number
}

export interface PeerInfo {
  Name?: string
  IP?: string
}

export interface PeerNode {
  NodeID?: string
  Addr?: string
}

export interface Platform {
  Architecture?: string | undefined
  OS?: string | undefined
}

export interface Plugin {
  Id?: string
  Name: string
  Enabled: boolean
  Settings: PluginSettings
  /** @since API 1.26 */
  PluginReference?: string
  Config: PluginConfig
}

export interface PluginConfig {
  Description: string
  Documentation: string
  Interface: PluginConfigInterface
  Entrypoint: string[]
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
  /** @since API 1.29; @deprecated since API 1.51, gone from API 1.52 */
  DockerVersion?: string
}

export interface PluginConfigArgs {
  Name: string
  Description: string
  Settable: string[] | null
  Value: string[] | null
}

export interface PluginConfigInterface {
  Types: string[]
  Socket: string
  /** @since API 1.38 */
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
  diff_ids?: string[]
}

export interface PluginConfigUser {
  UID?: number
  GID?: number
}

/** The query of POST /plugins/create. */
export interface PluginCreateQuery {
  name: string
}

/** The query of DELETE /plugins/{name}. */
export interface PluginDeleteQuery {
  force?: boolean | undefined
}

export interface PluginDevice {
  Name: string
  Description: string
  Settable: string[] | null
  Path: string
}

/** The query of POST /plugins/{name}/disable. */
export interface PluginDisableQuery {
  /** @since API 1.28 */
  force?: boolean | undefined
}

/** The query of POST /plugins/{name}/enable. */
export interface PluginEnableQuery {
  timeout?: number | undefined
}

export interface PluginEnv {
  Name: string
  Description: string
  Settable: string[] | null
  Value: string
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

/** The filters of GET /plugins: what is listed for a key is taken one or another, keys apply together. */
export interface PluginListFilters {
  capability?: readonly string[] | undefined
  enabled?: readonly ('true' | 'false')[] | undefined
}

/** The query of GET /plugins. */
export interface PluginListQuery {
  /** @since API 1.28 */
  filters?: PluginListFilters | undefined
}

export interface PluginMount {
  Name: string
  Description: string
  Settable: string[] | null
  Source: string
  Destination: string
  Type: string
  Options: string[]
}

export interface PluginPrivilege {
  Name: string
  Description: string
  Value: string[]
}

/** The query of POST /plugins/pull. */
export interface PluginPullQuery {
  remote: string
  name?: string | undefined
}

export interface PluginSettings {
  Mounts: PluginMount[]
  Env: string[]
  Args: string[]
  Devices: PluginDevice[]
}

/** The query of POST /plugins/{name}/upgrade. */
export interface PluginUpgradeQuery {
  remote: string
}

export interface PluginsInfo {
  Volume: string[]
  Network: string[]
  Authorization: string[] | null
  /** @since API 1.30 */
  Log: string[]
}

export interface PortBinding {
  HostIp?: string | undefined
  HostPort?: string | undefined
}

export type PortMap = Record<string, PortBinding[] | null>

export interface PortStatus {
  Ports?: EndpointPortConfig[]
}

export interface PortSummary {
  IP?: string
  PrivatePort: number
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

export interface PullIdentity {
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
  path: string
  noOverwriteDirNonDir?: boolean | undefined
  /** @since API 1.30 */
  copyUIDGID?: boolean | undefined
}

export type Reachability = 'unknown' | 'unreachable' | 'reachable'

export interface RegistryServiceConfig {
  InsecureRegistryCIDRs: string[]
  IndexConfigs: Record<string, IndexInfo>
  Mirrors: string[] | null
  /** @deprecated since API 1.32, gone from API 1.49 */
  AllowNondistributableArtifactsCIDRs?: string[] | null
  /** @deprecated since API 1.32, gone from API 1.49 */
  AllowNondistributableArtifactsHostnames?: string[] | null
}

export interface ResourceObject {
  NanoCPUs?: number | undefined
  MemoryBytes?: number | undefined
  /** @since API 1.32 */
  GenericResources?: GenericResources | undefined
}

export interface Resources {
  CpuShares?: number | undefined
  Memory?: number | undefined
  CgroupParent?: string | undefined
  BlkioWeight?: number | undefined
  BlkioWeightDevice?: ResourcesBlkioWeightDeviceItem[] | null | undefined
  BlkioDeviceReadBps?: ThrottleDevice[] | null | undefined
  BlkioDeviceWriteBps?: ThrottleDevice[] | null | undefined
  BlkioDeviceReadIOps?: ThrottleDevice[] | null | undefined
  BlkioDeviceWriteIOps?: ThrottleDevice[] | null | undefined
  CpuPeriod?: number | undefined
  CpuQuota?: number | undefined
  CpuRealtimePeriod?: number | undefined
  CpuRealtimeRuntime?: number | undefined
  CpusetCpus?: string | undefined
  CpusetMems?: string | undefined
  Devices?: DeviceMapping[] | null | undefined
  /** @since API 1.28 */
  DeviceCgroupRules?: string[] | null | undefined
  /** @since API 1.40 */
  DeviceRequests?: DeviceRequest[] | null | undefined
  MemoryReservation?: number | undefined
  MemorySwap?: number | undefined
  MemorySwappiness?: number | null | undefined
  NanoCpus?: number | undefined
  OomKillDisable?: boolean | null | undefined
  Init?: boolean | null | undefined
  PidsLimit?: number | null | undefined
  Ulimits?: ResourcesUlimitsItem[] | null | undefined
  CpuCount?: number | undefined
  CpuPercent?: number | undefined
  IOMaximumIOps?: number | undefined
  IOMaximumBandwidth?: number | undefined
}

export interface ResourcesBlkioWeightDeviceItem {
  Path?: string | undefined
  Weight?: number | undefined
}

export interface ResourcesUlimitsItem {
  Name?: string | undefined
  Soft?: number | undefined
  Hard?: number | undefined
}

export interface RestartPolicy {
  Name?: '' | 'no' | 'always' | 'unless-stopped' | 'on-failure' | undefined
  MaximumRetryCount?: number | undefined
}

export interface RestartPolicyAnswer extends RestartPolicy {
  Name: '' | 'no' | 'always' | 'unless-stopped' | 'on-failure'
  MaximumRetryCount: number
}

export interface RootFSStorage {
  Snapshot?: RootFSStorageSnapshot | null
}

export interface RootFSStorageSnapshot {
  Name?: string
}

export interface Runtime {
  path?: string
  runtimeArgs?: string[] | null
  /** @since API 1.44 */
  status?: Record<string, string> | null
}

export interface Secret {
  ID: string
  Version: ObjectVersion
  CreatedAt: string
  UpdatedAt: string
  Spec: SecretSpecAnswer
}

export interface SecretCreateRequest extends SecretSpec {}

/** The filters of GET /secrets: what is listed for a key is taken one or another, keys apply together. */
export interface SecretListFilters {
  /** @since API 1.29 */
  id?: readonly string[] | undefined
  /** @since API 1.29 */
  label?: readonly string[] | undefined
  /** @since API 1.29 */
  name?: readonly string[] | undefined
  names?: readonly string[] | undefined
}

/** The query of GET /secrets. */
export interface SecretListQuery {
  filters?: SecretListFilters | undefined
}

export interface SecretSpec {
  Name?: string | undefined
  Labels?: Record<string, string> | null | undefined
  Data?: string | undefined
  /** @since API 1.31 */
  Driver?: Driver | undefined
  /** @since API 1.37 */
  Templating?: Driver | undefined
}

export interface SecretSpecAnswer extends SecretSpec {
  Name: string
  Labels: Record<string, string> | null
}

/** The query of POST /secrets/{id}/update. */
export interface SecretUpdateQuery {
  version: number
}

export interface Service {
  ID: string
  Version: ObjectVersion
  CreatedAt: string
  UpdatedAt: string
  Spec: ServiceSpecAnswer
  Endpoint: ServiceEndpoint
  UpdateStatus?: ServiceUpdateStatus
  /** @since API 1.41 */
  ServiceStatus?: ServiceServiceStatus
  /** @since API 1.41 */
  JobStatus?: ServiceJobStatus
}

export interface ServiceCreateRequest extends ServiceSpec {}

export interface ServiceCreateResponse {
  ID: string
  Warnings?: string[] | null
}

export interface ServiceEndpoint {
  Spec?: EndpointSpec
  Ports?: EndpointPortConfig[]
  VirtualIPs?: ServiceEndpointVirtualIPsItem[]
}

export interface ServiceEndpointVirtualIPsItem {
  NetworkID?: string
  Addr?: string
}

export interface ServiceInfo {
  VIP?: string
  Ports?: string[]
  LocalLBIndex?: number
  Tasks?: NetworkTaskInfo[]
}

/** The query of GET /services/{id}. */
export interface ServiceInspectQuery {
  /** @since API 1.29 */
  insertDefaults?: boolean | undefined
}

export interface ServiceJobStatus {
  JobIteration?: ObjectVersion
  LastExecution?: string
}

/** The filters of GET /services: what is listed for a key is taken one or another, keys apply together. */
export interface ServiceListFilters {
  id?: readonly string[] | undefined
  label?: readonly string[] | undefined
  /** @since API 1.29 */
  mode?: readonly ('replicated' | 'global')[] | undefined
  name?: readonly string[] | undefined
  /** @since API 1.31 */
  runtime?: readonly string[] | undefined
}

/** The query of GET /services. */
export interface ServiceListQuery {
  filters?: ServiceListFilters | undefined
  /** @since API 1.41 */
  status?: boolean | undefined
}

/** The query of GET /services/{id}/logs. */
export interface ServiceLogsQuery {
  details?: boolean | undefined
  follow?: boolean | undefined
  stdout?: boolean | undefined
  stderr?: boolean | undefined
  since?: Timestamp | undefined
  timestamps?: boolean | undefined
  tail?: 'all' | number | `${number}` | undefined
}

export interface ServiceServiceStatus {
  RunningTasks: number
  DesiredTasks: number
  CompletedTasks?: number
}

export interface ServiceSpec {
  Name?: string | undefined
  Labels?: Record<string, string> | null | undefined
  TaskTemplate?: TaskSpec | undefined
  Mode?: ServiceSpecMode | undefined
  UpdateConfig?: ServiceSpecUpdateConfig | undefined
  /** @since API 1.28 */
  RollbackConfig?: ServiceSpecRollbackConfig | undefined
  /** @deprecated since API 1.44 */
  Networks?: NetworkAttachmentConfig[] | undefined
  EndpointSpec?: EndpointSpec | undefined
}

export interface ServiceSpecAnswer extends ServiceSpec {
  Name: string
  TaskTemplate: TaskSpec
  Mode: ServiceSpecMode
  Labels: Record<string, string> | null
}

export interface ServiceSpecMode {
  Replicated?: ServiceSpecModeReplicated | undefined
  Global?: EmptyObject | undefined
  /** @since API 1.41 */
  ReplicatedJob?: ServiceSpecModeReplicatedJob | undefined
  /** @since API 1.41 */
  GlobalJob?: EmptyObject | undefined
}

export interface ServiceSpecModeReplicated {
  Replicas?: number | undefined
}

export interface ServiceSpecModeReplicatedJob {
  MaxConcurrent?: number | undefined
  TotalCompletions?: number | undefined
}

export interface ServiceSpecRollbackConfig {
  Parallelism?: number | undefined
  Delay?: number | undefined
  FailureAction?: 'continue' | 'pause' | undefined
  Monitor?: number | undefined
  MaxFailureRatio?: number | undefined
  /** @since API 1.29 */
  Order?: 'stop-first' | 'start-first' | undefined
}

export interface ServiceSpecUpdateConfig {
  Parallelism?: number | undefined
  Delay?: number | undefined
  FailureAction?: 'continue' | 'pause' | 'rollback' | undefined
  Monitor?: number | undefined
  MaxFailureRatio?: number | undefined
  /** @since API 1.29 */
  Order?: 'stop-first' | 'start-first' | undefined
}

/** The query of POST /services/{id}/update. */
export interface ServiceUpdateQuery {
  version: number
  registryAuthFrom?: 'spec' | 'previous-spec' | undefined
  /** @since API 1.28 */
  rollback?: string | undefined
}

export interface ServiceUpdateRequest extends ServiceSpec {}

export interface ServiceUpdateResponse {
  Warnings?: string[] | null
}

export interface ServiceUpdateStatus {
  State?: 'updating' | 'paused' | 'completed'
  StartedAt?: string
  CompletedAt?: string
  Message?: string
}

export interface SignatureIdentity {
  Name?: string
  Timestamps?: SignatureTimestamp[]
  KnownSigner?: KnownSignerIdentity
  DockerReference?: string
  Signer?: SignerIdentity
  SignatureType?: SignatureType
  Error?: string
  Warnings?: string[]
}

export interface SignatureTimestamp {
  Type?: SignatureTimestampType
  URI?: string
  Timestamp?: string
}

export type SignatureTimestampType = 'Tlog' | 'TimestampAuthority'

export type SignatureType = 'bundle-v0.3' | 'simplesigning-v1'

export interface SignerIdentity {
  CertificateIssuer?: string
  SubjectAlternativeName?: string
  Issuer?: string
  BuildSignerURI?: string
  BuildSignerDigest?: string
  RunnerEnvironment?: string
  SourceRepositoryURI?: string
  SourceRepositoryDigest?: string
  SourceRepositoryRef?: string
  SourceRepositoryIdentifier?: string
  SourceRepositoryOwnerURI?: string
  SourceRepositoryOwnerIdentifier?: string
  BuildConfigURI?: string
  BuildConfigDigest?: string
  BuildTrigger?: string
  RunInvocationURI?: string
  SourceRepositoryVisibilityAtSigning?: string
}

export interface Storage {
  RootFS?: RootFSStorage | null
}

export interface SubnetStatus {
  IPsInUse?: number
  DynamicIPsAvailable?: number
}

export interface Swarm extends ClusterInfo {
  JoinTokens: JoinTokens
}

export interface SwarmInfo {
  NodeID: string
  NodeAddr: string
  LocalNodeState: LocalNodeState
  ControlAvailable: boolean
  Error: string
  RemoteManagers: PeerNode[] | null
  Nodes?: number
  Managers?: number
  Cluster?: ClusterInfo
}

export interface SwarmInitRequest {
  ListenAddr?: string | undefined
  AdvertiseAddr?: string | undefined
  /** @since API 1.30 */
  DataPathAddr?: string | undefined
  /** @since API 1.40 */
  DataPathPort?: number | undefined
  /** @since API 1.39 */
  DefaultAddrPool?: readonly string[] | undefined
  ForceNewCluster?: boolean | undefined
  /** @since API 1.39 */
  SubnetSize?: number | undefined
  Spec?: SwarmSpec | undefined
}

export interface SwarmJoinRequest {
  ListenAddr: string
  AdvertiseAddr?: string | undefined
  /** @since API 1.30 */
  DataPathAddr?: string | undefined
  RemoteAddrs: readonly string[]
  JoinToken: string
}

/** The query of POST /swarm/leave. */
export interface SwarmLeaveQuery {
  force?: boolean | undefined
}

export interface SwarmSpec {
  Name?: string | undefined
  Labels?: Record<string, string> | undefined
  Orchestration?: SwarmSpecOrchestration | null | undefined
  Raft?: SwarmSpecRaft | undefined
  Dispatcher?: SwarmSpecDispatcher | null | undefined
  CAConfig?: SwarmSpecCAConfig | null | undefined
  EncryptionConfig?: SwarmSpecEncryptionConfig | undefined
  TaskDefaults?: SwarmSpecTaskDefaults | undefined
}

export interface SwarmSpecCAConfig {
  NodeCertExpiry?: number | undefined
  ExternalCAs?: SwarmSpecCAConfigExternalCAsItem[] | undefined
  /** @since API 1.30 */
  SigningCACert?: string | undefined
  /** @since API 1.30 */
  SigningCAKey?: string | undefined
  /** @since API 1.30 */
  ForceRotate?: number | undefined
}

export interface SwarmSpecCAConfigExternalCAsItem {
  Protocol?: 'cfssl' | undefined
  URL?: string | undefined
  Options?: Record<string, string> | undefined
  /** @since API 1.30 */
  CACert?: string | undefined
}

export interface SwarmSpecDispatcher {
  HeartbeatPeriod?: number | undefined
}

export interface SwarmSpecEncryptionConfig {
  AutoLockManagers?: boolean | undefined
}

export interface SwarmSpecOrchestration {
  TaskHistoryRetentionLimit?: number | undefined
}

export interface SwarmSpecRaft {
  SnapshotInterval?: number | undefined
  KeepOldSnapshots?: number | undefined
  LogEntriesForSlowFollowers?: number | undefined
  ElectionTick?: number | undefined
  HeartbeatTick?: number | undefined
}

export interface SwarmSpecTaskDefaults {
  LogDriver?: SwarmSpecTaskDefaultsLogDriver | undefined
}

export interface SwarmSpecTaskDefaultsLogDriver {
  Name?: string | undefined
  Options?: Record<string, string> | undefined
}

export interface SwarmUnlockRequest {
  UnlockKey?: string | undefined
}

/** The query of POST /swarm/update. */
export interface SwarmUpdateQuery {
  version: number
  rotateWorkerToken?: boolean | undefined
  rotateManagerToken?: boolean | undefined
  rotateManagerUnlockKey?: boolean | undefined
}

/** The query of GET /system/df. */
export interface SystemDataUsageQuery {
  /** @since API 1.42 */
  type?: readonly ('container' | 'image' | 'volume' | 'build-cache')[] | undefined
  /** @since API 1.52 */
  verbose?: boolean | undefined
}

export interface SystemDataUsageResponse {
  /** @since API 1.52 */
  ImageUsage?: ImagesDiskUsage
  /** @since API 1.52 */
  ContainerUsage?: ContainersDiskUsage
  /** @since API 1.52 */
  VolumeUsage?: VolumesDiskUsage
  /** @since API 1.52 */
  BuildCacheUsage?: BuildCacheDiskUsage
  /** @deprecated since API 1.52, gone from API 1.53 */
  LayersSize?: number
  /** @deprecated since API 1.52, gone from API 1.53 */
  Images?: ImageSummary[] | null
  /** @deprecated since API 1.52, gone from API 1.53 */
  Containers?: ContainerSummary[] | null
  /** @deprecated since API 1.52, gone from API 1.53 */
  Volumes?: Volume[] | null
  /** @since API 1.39; @deprecated since API 1.52, gone from API 1.53 */
  BuildCache?: BuildCache[] | null
  /** @since API 1.31; @deprecated gone from API 1.42 */
  BuilderSize?: number
}

/** The filters of GET /events: what is listed for a key is taken one or another, keys apply together. */
export interface SystemEventsFilters {
  /** @since API 1.33 */
  config?: readonly string[] | undefined
  container?: readonly string[] | undefined
  daemon?: readonly string[] | undefined
  event?: readonly string[] | undefined
  image?: readonly string[] | undefined
  label?: readonly string[] | undefined
  network?: readonly string[] | undefined
  /** @since API 1.33 */
  node?: readonly string[] | undefined
  /** @since API 1.27 */
  plugin?: readonly string[] | undefined
  /** @since API 1.30 */
  scope?: readonly string[] | undefined
  /** @since API 1.33 */
  secret?: readonly string[] | undefined
  /** @since API 1.33 */
  service?: readonly string[] | undefined
  type?: readonly string[] | undefined
  volume?: readonly string[] | undefined
}

/** The query of GET /events. */
export interface SystemEventsQuery {
  since?: Timestamp | undefined
  until?: Timestamp | undefined
  filters?: SystemEventsFilters | undefined
}

export interface SystemInfo {
  ID: string
  Containers: number
  ContainersRunning: number
  ContainersPaused: number
  ContainersStopped: number
  Images: number
  Driver: string
  DriverStatus: string[][] | null
  DockerRootDir: string
  Plugins: PluginsInfo
  MemoryLimit: boolean
  SwapLimit: boolean
  CpuCfsPeriod: boolean
  CpuCfsQuota: boolean
  CPUShares: boolean
  CPUSet: boolean
  /** @since API 1.40 */
  PidsLimit: boolean
  OomKillDisable: boolean
  IPv4Forwarding: boolean
  Debug: boolean
  NFd: number
  NGoroutines: number
  SystemTime: string
  LoggingDriver: string
  CgroupDriver: 'cgroupfs' | 'systemd' | 'none'
  /** @since API 1.41 */
  CgroupVersion?: '1' | '2'
  NEventsListener: number
  KernelVersion: string
  OperatingSystem: string
  /** @since API 1.41 */
  OSVersion?: string
  OSType: string
  Architecture: string
  NCPU: number
  MemTotal: number
  IndexServerAddress: string
  RegistryConfig: RegistryServiceConfig
  /** @since API 1.32 */
  GenericResources: GenericResources | null
  HttpProxy: string
  HttpsProxy: string
  NoProxy: string
  Name: string
  Labels: string[]
  ExperimentalBuild: boolean
  ServerVersion: string
  Runtimes: Record<string, Runtime>
  DefaultRuntime: string
  Swarm: SwarmInfo
  LiveRestoreEnabled: boolean
  Isolation: 'default' | 'hyperv' | 'process' | ''
  InitBinary: string
  ContainerdCommit: Commit
  RuncCommit: Commit
  InitCommit: Commit
  SecurityOptions: string[]
  /** @since API 1.39 */
  ProductLicense?: string
  /** @since API 1.41 */
  DefaultAddressPools?: SystemInfoDefaultAddressPoolsItem[]
  /** @since API 1.49 */
  FirewallBackend?: FirewallInfo
  /** @since API 1.50 */
  DiscoveredDevices?: DeviceInfo[]
  /** @since API 1.53 */
  NRI?: NRIInfo
  /** @since API 1.39 */
  Warnings: string[] | null
  /** @since API 1.44 */
  CDISpecDirs?: string[] | null
  /** @since API 1.46 */
  Containerd?: ContainerdInfo
  /** @deprecated gone from API 1.41 */
  SystemStatus?: string[][]
  /** @deprecated since API 1.48, gone from API 1.50 */
  BridgeNfIptables?: boolean
  /** @deprecated since API 1.48, gone from API 1.50 */
  BridgeNfIp6tables?: boolean
  /** @deprecated since API 1.41, gone from API 1.42 */
  ClusterStore?: string
  /** @deprecated since API 1.41, gone from API 1.42 */
  ClusterAdvertise?: string
  /** @deprecated since API 1.41, gone from API 1.42 */
  KernelMemory?: boolean
  /** @since API 1.40; @deprecated since API 1.51, gone from API 1.52 */
  KernelMemoryTCP?: boolean
}

export interface SystemInfoDefaultAddressPoolsItem {
  Base?: string
  Size?: number
}

export interface SystemVersion {
  /** @since API 1.35 */
  Platform?: SystemVersionPlatform
  /** @since API 1.35 */
  Components?: SystemVersionComponentsItem[]
  Version: string
  ApiVersion: string
  MinAPIVersion?: string
  GitCommit: string
  GoVersion: string
  Os: string
  Arch: string
  KernelVersion?: string
  Experimental?: boolean
  BuildTime?: string
}

export interface SystemVersionComponentsItem {
  Name: string
  Version: string
  Details?: Record<string, string>
}

export interface SystemVersionPlatform {
  Name: string
}

export interface TLSInfo {
  TrustRoot?: string
  CertIssuerSubject?: string
  CertIssuerPublicKey?: string
}

export interface Task {
  ID: string
  Version: ObjectVersion
  CreatedAt: string
  UpdatedAt: string
  Name?: string
  Labels: Record<string, string>
  Spec: TaskSpec
  ServiceID?: string
  Slot?: number
  NodeID?: string
  /** @since API 1.32 */
  AssignedGenericResources?: GenericResources
  Status: TaskStatus
  DesiredState: TaskState
  /** @since API 1.41 */
  JobIteration?: ObjectVersion
  NetworksAttachments?: NetworkAttachment[]
  /** @since API 1.42 */
  Volumes?: VolumeAttachment[] | null
}

/** The filters of GET /tasks: what is listed for a key is taken one or another, keys apply together. */
export interface TaskListFilters {
  'desired-state'?: readonly ('running' | 'shutdown' | 'accepted')[] | undefined
  id?: readonly string[] | undefined
  label?: readonly string[] | undefined
  name?: readonly string[] | undefined
  node?: readonly string[] | undefined
  /** @since API 1.31 */
  runtime?: readonly string[] | undefined
  service?: readonly string[] | undefined
}

/** The query of GET /tasks. */
export interface TaskListQuery {
  filters?: TaskListFilters | undefined
}

/** The query of GET /tasks/{id}/logs. */
export interface TaskLogsQuery {
  details?: boolean | undefined
  follow?: boolean | undefined
  stdout?: boolean | undefined
  stderr?: boolean | undefined
  since?: Timestamp | undefined
  timestamps?: boolean | undefined
  tail?: 'all' | number | `${number}` | undefined
}

export interface TaskSpec {
  /** @since API 1.31 */
  PluginSpec?: TaskSpecPluginSpec | undefined
  ContainerSpec?: TaskSpecContainerSpec | undefined
  /** @since API 1.38 */
  NetworkAttachmentSpec?: TaskSpecNetworkAttachmentSpec | undefined
  Resources?: TaskSpecResources | undefined
  RestartPolicy?: TaskSpecRestartPolicy | undefined
  Placement?: TaskSpecPlacement | undefined
  ForceUpdate?: number | undefined
  /** @since API 1.30 */
  Runtime?: string | undefined
  Networks?: NetworkAttachmentConfig[] | undefined
  LogDriver?: TaskSpecLogDriver | undefined
}

export interface TaskSpecContainerSpec {
  Image?: string | undefined
  Labels?: Record<string, string> | undefined
  Command?: string[] | undefined
  Args?: string[] | undefined
  /** @since API 1.27 */
  Hostname?: string | undefined
  Env?: string[] | undefined
  Dir?: string | undefined
  User?: string | undefined
  /** @since API 1.27 */
  Groups?: string[] | undefined
  /** @since API 1.30 */
  Privileges?: TaskSpecContainerSpecPrivileges | undefined
  TTY?: boolean | undefined
  /** @since API 1.27 */
  OpenStdin?: boolean | undefined
  /** @since API 1.27 */
  ReadOnly?: boolean | undefined
  Mounts?: Mount[] | undefined
  /** @since API 1.28 */
  StopSignal?: string | undefined
  StopGracePeriod?: number | undefined
  /** @since API 1.27 */
  HealthCheck?: HealthConfig | undefined
  /** @since API 1.27 */
  Hosts?: string[] | undefined
  DNSConfig?: TaskSpecContainerSpecDNSConfig | undefined
  /** @since API 1.27 */
  Secrets?: TaskSpecContainerSpecSecretsItem[] | undefined
  /** @since API 1.46 */
  OomScoreAdj?: number | undefined
  /** @since API 1.30 */
  Configs?: TaskSpecContainerSpecConfigsItem[] | undefined
  /** @since API 1.35 */
  Isolation?: 'default' | 'process' | 'hyperv' | '' | undefined
  /** @since API 1.38 */
  Init?: boolean | null | undefined
  /** @since API 1.40 */
  Sysctls?: Record<string, string> | undefined
  /** @since API 1.41 */
  CapabilityAdd?: string[] | undefined
  /** @since API 1.41 */
  CapabilityDrop?: string[] | undefined
  /** @since API 1.41 */
  Ulimits?: TaskSpecContainerSpecUlimitsItem[] | undefined
}

export interface TaskSpecContainerSpecConfigsItem {
  File?: TaskSpecContainerSpecConfigsItemFile | undefined
  /** @since API 1.40 */
  Runtime?: EmptyObject | undefined
  ConfigID?: string | undefined
  ConfigName?: string | undefined
}

export interface TaskSpecContainerSpecConfigsItemFile {
  Name?: string | undefined
  UID?: string | undefined
  GID?: string | undefined
  Mode?: number | undefined
}

export interface TaskSpecContainerSpecDNSConfig {
  Nameservers?: string[] | undefined
  Search?: string[] | undefined
  Options?: string[] | undefined
}

export interface TaskSpecContainerSpecPrivileges {
  CredentialSpec?: TaskSpecContainerSpecPrivilegesCredentialSpec | undefined
  SELinuxContext?: TaskSpecContainerSpecPrivilegesSELinuxContext | undefined
  /** @since API 1.44 */
  Seccomp?: TaskSpecContainerSpecPrivilegesSeccomp | undefined
  /** @since API 1.44 */
  AppArmor?: TaskSpecContainerSpecPrivilegesAppArmor | undefined
  /** @since API 1.44 */
  NoNewPrivileges?: boolean | undefined
}

export interface TaskSpecContainerSpecPrivilegesAppArmor {
  Mode?: 'default' | 'disabled' | undefined
}

export interface TaskSpecContainerSpecPrivilegesCredentialSpec {
  /** @since API 1.40 */
  Config?: string | undefined
  File?: string | undefined
  Registry?: string | undefined
}

export interface TaskSpecContainerSpecPrivilegesSELinuxContext {
  Disable?: boolean | undefined
  User?: string | undefined
  Role?: string | undefined
  Type?: string | undefined
  Level?: string | undefined
}

export interface TaskSpecContainerSpecPrivilegesSeccomp {
  Mode?: 'default' | 'unconfined' | 'custom' | undefined
  Profile?: string | undefined
}

export interface TaskSpecContainerSpecSecretsItem {
  File?: TaskSpecContainerSpecSecretsItemFile | undefined
  SecretID?: string | undefined
  SecretName?: string | undefined
}

export interface TaskSpecContainerSpecSecretsItemFile {
  Name?: string | undefined
  UID?: string | undefined
  GID?: string | undefined
  Mode?: number | undefined
}

export interface TaskSpecContainerSpecUlimitsItem {
  Name?: string | undefined
  Soft?: number | undefined
  Hard?: number | undefined
}

export interface TaskSpecLogDriver {
  Name?: string | undefined
  Options?: Record<string, string> | undefined
}

export interface TaskSpecNetworkAttachmentSpec {
  ContainerID?: string | undefined
}

export interface TaskSpecPlacement {
  Constraints?: string[] | undefined
  /** @since API 1.28 */
  Preferences?: TaskSpecPlacementPreferencesItem[] | undefined
  /** @since API 1.40 */
  MaxReplicas?: number | undefined
  /** @since API 1.30 */
  Platforms?: Platform[] | undefined
}

export interface TaskSpecPlacementPreferencesItem {
  Spread?: TaskSpecPlacementPreferencesItemSpread | undefined
}

export interface TaskSpecPlacementPreferencesItemSpread {
  SpreadDescriptor?: string | undefined
}

export interface TaskSpecPluginSpec {
  Name?: string | undefined
  Remote?: string | undefined
  Disabled?: boolean | undefined
  PluginPrivilege?: PluginPrivilege[] | undefined
}

export interface TaskSpecResources {
  Limits?: Limit | undefined
  Reservations?: ResourceObject | undefined
  /** @since API 1.52 */
  SwapBytes?: number | null | undefined
  /** @since API 1.52 */
  MemorySwappiness?: number | null | undefined
}

export interface TaskSpecRestartPolicy {
  Condition?: 'none' | 'on-failure' | 'any' | undefined
  Delay?: number | undefined
  MaxAttempts?: number | undefined
  Window?: number | undefined
}

export type TaskState = 'new' | 'allocated' | 'pending' | 'assigned' | 'accepted' | 'preparing' | 'ready' | 'starting' | 'running' | 'complete' | 'shutdown' | 'failed' | 'rejected' | 'remove' | 'orphaned'

export interface TaskStatus {
  Timestamp: string
  State: TaskState
  Message?: string
  Err?: string
  ContainerStatus?: ContainerStatus
  PortStatus: PortStatus
}

export interface ThrottleDevice {
  Path?: string | undefined
  Rate?: number | undefined
}

export type Timestamp = number | string | Date

export interface Topology {
  Segments?: Record<string, string> | undefined
}

export interface UnlockKeyResponse {
  UnlockKey: string
}

export interface Volume {
  Name: string
  Driver: string
  Mountpoint: string
  /** @since API 1.31 */
  CreatedAt?: string
  Status?: Record<string, unknown>
  Labels: Record<string, string> | null
  Scope: 'local' | 'global'
  /** @since API 1.42 */
  ClusterVolume?: ClusterVolume
  Options: Record<string, string> | null
  UsageData?: VolumeUsageData
}

export interface VolumeAttachment {
  ID?: string
  Source?: string
  Target?: string
}

export interface VolumeCreateRequest {
  Name?: string | undefined
  Driver?: string | undefined
  DriverOpts?: Record<string, string> | undefined
  Labels?: Record<string, string> | undefined
  /** @since API 1.42 */
  ClusterVolumeSpec?: ClusterVolumeSpec | undefined
}

/** The query of DELETE /volumes/{name}. */
export interface VolumeDeleteQuery {
  force?: boolean | undefined
}

/** The filters of GET /volumes: what is listed for a key is taken one or another, keys apply together. */
export interface VolumeListFilters {
  dangling?: readonly ('true' | 'false')[] | undefined
  driver?: readonly string[] | undefined
  /** @since API 1.27 */
  label?: readonly string[] | undefined
  name?: readonly string[] | undefined
}

/** The query of GET /volumes. */
export interface VolumeListQuery {
  filters?: VolumeListFilters | undefined
}

export interface VolumeListResponse {
  Volumes: Volume[]
  Warnings: string[] | null
}

/** The filters of POST /volumes/prune: what is listed for a key is taken one or another, keys apply together. */
export interface VolumePruneFilters {
  /** @since API 1.42 */
  all?: readonly ('true' | 'false')[] | undefined
  label?: readonly string[] | undefined
  'label!'?: readonly string[] | undefined
}

/** The query of POST /volumes/prune. */
export interface VolumePruneQuery {
  filters?: VolumePruneFilters | undefined
}

export interface VolumePruneResponse {
  VolumesDeleted: string[] | null
  SpaceReclaimed: number
}

/** The query of PUT /volumes/{name}. */
export interface VolumeUpdateQuery {
  version: number
}

export interface VolumeUpdateRequest {
  Spec?: ClusterVolumeSpec | undefined
}

export interface VolumeUsageData {
  Size: number
  RefCount: number
}

export interface VolumesDiskUsage {
  ActiveCount?: number
  TotalCount?: number
  Reclaimable?: number
  TotalSize?: number
  Items?: Volume[]
}

// checksum: sha256 4c78d15654f498cbfdb4b135cf02acdf
