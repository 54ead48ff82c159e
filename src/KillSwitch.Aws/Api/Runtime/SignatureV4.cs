using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace KillSwitch.Aws.Api.Runtime;

/// <summary>Every request is signed; a bearer token in the environment is never sent in its place.</summary>
internal sealed class SignatureV4 : BaseAuthResolverHandler
{
    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
}
