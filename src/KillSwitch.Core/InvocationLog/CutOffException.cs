using System.Text.Json;

namespace KillSwitch.Core.InvocationLog;

/// <summary>The text ends in the middle of a value.</summary>
internal sealed class CutOffException() : JsonException("cut off in the middle");
