using System.Globalization;

namespace KillSwitch.Aws;

/// <summary>A service took a request and did not answer it in time, or could not even be connected to.</summary>
/// <param name="service">As AWS calls it: <c>DynamoDB</c>.</param>
/// <param name="host">Where it was asked, with the port where that is not the usual one.</param>
/// <param name="waited">For how long.</param>
internal sealed class SilentServiceException(string service, string host, TimeSpan waited) : TimeoutException(
    string.Create(CultureInfo.InvariantCulture, $"{service} did not answer at `{host}` within {waited.TotalSeconds:0.#} s"));
