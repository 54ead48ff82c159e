using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Pricing.Model;

internal sealed class GetProductsRequest : AmazonWebServiceRequest
{
    public string? ServiceCode { get; set; }

    public List<Filter>? Filters { get; set; }

    /// <summary><c>aws_v1</c>.</summary>
    public string? FormatVersion { get; set; }

    public string? NextToken { get; set; }

    /// <summary>100 at most.</summary>
    public int? MaxResults { get; set; }

    internal static InvokeOptions Operation { get; } = PricingService.Protocol.Operation<GetProductsRequest>(
        "GetProducts",
        (to, request) => to.Add(nameof(ServiceCode), request.ServiceCode)
            .AddObjects(nameof(Filters), request.Filters, Filter.Write)
            .Add(nameof(FormatVersion), request.FormatVersion)
            .Add(nameof(NextToken), request.NextToken)
            .Add(nameof(MaxResults), request.MaxResults),
        from => new GetProductsResponse
        {
            PriceList = from.Texts(nameof(GetProductsResponse.PriceList)),
            NextToken = from.OptionalText(nameof(GetProductsResponse.NextToken)),
        });
}

internal sealed class GetProductsResponse : AmazonWebServiceResponse
{
    /// <summary>Products with their terms, each a text of JSON.</summary>
    public List<string>? PriceList { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class Filter
{
    /// <summary><c>TERM_MATCH</c>: both must match.</summary>
    public string? Type { get; set; }

    public string? Field { get; set; }

    public string? Value { get; set; }

    internal static void Write(Utf8JsonWriter to, Filter filter) =>
        to.Add(nameof(Type), filter.Type)
            .Add(nameof(Field), filter.Field)
            .Add(nameof(Value), filter.Value);
}
