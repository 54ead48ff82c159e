using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>
/// What a function of a sensor is called, and what it acts as: by names that home knows before the sensor is there, as it lets those roles
/// alone write its table, and looks at the functions.
/// </summary>
/// <param name="Function">In the sensor's region.</param>
/// <param name="Role">In the account: IAM knows no region.</param>
internal sealed record SensorNames(string Function, string Role)
{
    // Of a role's name, as of a function's.
    private const int Longest = 64;

    public static SensorNames Meter(string stack, string region) => Of(stack, GuardFunction.Meter, region);

    public static SensorNames Setup(string stack, string region) => Of(stack, GuardFunction.Setup, region);

    public static SensorNames[] In(string stack, string region) => [Meter(stack, region), Setup(stack, region)];

    private static SensorNames Of(string stack, string handler, string region)
    {
        var function = GuardSetting.SensorFunction(stack, handler);
        var role = $"{function}-{region}";
        return role.Length <= Longest ? new SensorNames(function, role) : throw new ArgumentException(
            $"`{stack}` is too long a stack name for a sensor in {region}: its roles would be called `{role}`, and a role's name has at "
            + $"most {Longest} characters");
    }
}
