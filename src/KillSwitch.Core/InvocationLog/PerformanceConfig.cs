using System.Text.Json;

namespace KillSwitch.Core.InvocationLog;

/// <summary><c>performanceConfig</c>: <c>{"latency": "standard" | "optimized"}</c>.</summary>
internal static class PerformanceConfig
{
    /// <summary>Steps over the value; whether it says that latency is optimized, null where it says nothing of it.</summary>
    public static bool? Read(ref JsonCursor cursor)
    {
        if (cursor.ValueKind != (byte)'{')
        {
            cursor.SkipValue();
            return null;
        }

        bool? isOptimized = null;
        cursor.ReadValue();
        while (cursor.ReadName())
        {
            if (!cursor.Bytes.SequenceEqual("latency"u8) || cursor.ValueKind != (byte)'"')
            {
                cursor.SkipValue();
                continue;
            }

            cursor.ReadValue();
            isOptimized = cursor.Token == JsonTokenType.String && cursor.Bytes.SequenceEqual("optimized"u8);
        }

        return isOptimized;
    }
}
