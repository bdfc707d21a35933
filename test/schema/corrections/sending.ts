// Parameters that the documents call text because Swagger 2.0 has no better word, as fairlead's query takes them: booleans as
// true and false, OCI platforms as objects (sent as JSON), lists as one value or several; and credentials that are read unannounced.

import type { Edit } from '../edit.ts'
import { BOOLEAN, either, listOf, named, STRING } from '../model.ts'

export function sending(edit: Edit): void {
  edit.query('ImageBuild', 'pull', BOOLEAN, 'moby: build_routes.go asks whether there is any text')
  edit.query('PutContainerArchive', 'noOverwriteDirNonDir', BOOLEAN, 'moby: copy.go, BoolValue')
  edit.query('PutContainerArchive', 'copyUIDGID', BOOLEAN, 'moby: copy.go, BoolValue')

  const platform = named('OCIPlatform')
  const platforms = either(platform, listOf(platform))
  edit.query('ImageInspect', 'platform', platform, 'moby: image_routes.go, DecodePlatform')
  edit.query('ImageHistory', 'platform', platform, 'moby: image_routes.go, DecodePlatform')
  edit.query('ImagePush', 'platform', platform, 'moby: image_routes.go, DecodePlatform')
  edit.query('ImageAttestations', 'platform', platforms, 'moby: image_routes.go, DecodePlatforms')
  edit.query('ImageDelete', 'platforms', platforms, 'moby: image_routes.go, DecodePlatforms')
  edit.query('ImageGet ImageGetAll ImageLoad', 'platform', platforms, 'moby: image_routes.go, DecodePlatforms')

  const texts = either(STRING, listOf(STRING))
  edit.query('ImageCreate', 'changes', texts, "moby: image_routes.go reads the form's list")
  edit.query('ImageGetAll', 'names', texts, "moby: image_routes.go reads the form's list")

  edit.header(
    'DistributionInspect PluginPush',
    'X-Registry-Auth',
    STRING,
    'moby: distribution_routes.go, plugin_routes.go',
  )
}
