using System.Text.Json;

namespace KillSwitch.Core.InvocationLog;

/// <summary>What a caller wrote, looked into for one thing alone: whether an answer that names a model may repeat it.</summary>
internal static class RequestBody
{
    /// <summary>False only for an object that can be read whole and has no <c>model</c> on top.</summary>
    public static bool MayNameModel(ReadOnlySpan<byte> json)
    {
        var cursor = new JsonCursor(json);
        try
        {
            if (!cursor.Read() || cursor.Token != JsonTokenType.StartObject)
                return true;
            while (cursor.ReadName())
            {
                // However it is spelled.
                if (cursor.IsEscaped || cursor.Bytes.SequenceEqual("model"u8))
                    return true;
                cursor.SkipValue();
            }

            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
