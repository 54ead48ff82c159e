using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>
/// What a sensor's functions act as: by names that home knows before the sensor is there, as nobody else may write home's table.
/// </summary>
internal static class SensorRoles
{
    // Of a role's name.
    private const int Longest = 64;

    public static string Meter(string stack, string region) => Name(stack, GuardFunction.Meter, region);

    public static string Setup(string stack, string region) => Name(stack, GuardFunction.Setup, region);

    public static string[] In(string stack, string region) => [Meter(stack, region), Setup(stack, region)];

    private static string Name(string stack, string handler, string region)
    {
        var name = $"{GuardSetting.SensorStack(stack)}-{handler}-{region}";
        return name.Length <= Longest ? name : throw new ArgumentException(
            $"`{stack}` is too long a stack name for a sensor in {region}: its roles would be called `{name}`, and a role's name has at "
            + $"most {Longest} characters");
    }
}
