using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace KillSwitch.Aws.Api.Pipeline;

/// <summary>How one operation is written and read.</summary>
internal interface IOperation
{
    IMarshaller<IRequest, AmazonWebServiceRequest> Marshaller { get; }

    ResponseUnmarshaller Unmarshaller { get; }
}
