using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch.Model;

public class DimensionFilter
{
    public string? Name { get; set; }

    public string? Value { get; set; }

    internal static void Write(QueryParameters to, DimensionFilter dimensionFilter) =>
        to.Add(nameof(Name), dimensionFilter.Name)
            .Add(nameof(Value), dimensionFilter.Value);
}
